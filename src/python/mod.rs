//! The door: built-in functions for the Python process that has loaded this library.
//!
//! Nothing of Python is linked. [`abicus_python_install`] finds the C-API in the running process, checks the object
//! layouts that it reads directly, and returns real built-in functions. What they do not understand they pass, with
//! the same arguments, to the function of the same name in the Python module given at installation.

mod accumulator;
mod api;
mod arguments;
mod array_extend;
mod array_insert;
mod buffer;
mod capsule;
mod closed_form;
mod direct;
mod elementwise;
mod floats;
mod fsum;
mod install;
mod layout;
mod list;
mod measure;
mod moments;
mod output;
mod pairs;
mod primes;
mod products;
mod quick;
mod result;
mod scale;
mod scale_list;
mod search;
mod search_index;
mod search_many;
mod sequence;
mod sets;
mod sets_list;
mod sets_lookup;
mod slice;
mod sort;
mod sort_list;
mod statistics;
mod statistics_lists;
mod storage;
mod sums;
mod text;
mod trace;
mod watch;
mod words;
mod words_answers;
mod words_state;

pub use api::Object;
pub use install::abicus_python_install;
