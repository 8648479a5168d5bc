//! How often each word comes in a text.
//!
//! A text is cut at white space, as `str.split` does it. The letters A to Z are made small on the way; words with anything
//! beyond ASCII are counted as they are written, and made small when an answer is asked for, each distinct word once: by
//! the caller, who has the tables of the Unicode version that is wanted ([`WordCounter::unfolded`], [`WordCounter::fold`]), or by
//! [`lowercase`]. That gives what making the whole text small would: the one letter whose small form depends on what is around it, the
//! capital sigma, never looks beyond white space.
//!
//! Text is kept as UTF-8 in which surrogates may stand, three bytes each.

mod answers;
mod counter;
mod counting;
mod keys;
mod lower;
mod machine;
mod parts;
mod scan;
mod stored;
mod table;
mod text;
#[cfg(target_arch = "x86_64")]
mod x86_machine;

pub use counter::WordCounter;
pub use counting::Trouble;
pub use lower::lowercase;
pub use stored::Unusable;
pub use text::Text;
