//! Makes the built-in functions.

use super::api::{Api, MethodDef, Object, resolve};
use super::slice::immortal;
use super::{
    accumulator, array_extend, array_insert, capsule, closed_form, elementwise, fsum, layout, measure, pairs,
    primes, result, scale, search, search_index, search_many, sets, sort, statistics, storage, sums, trace,
    words, words_state,
};
use crate::kernels::sum::ExactSum;
use std::ffi::{CStr, CString, c_int, c_void};
use std::ptr;

type OneArgument = unsafe extern "C" fn(*mut Object, *mut Object) -> *mut Object;
type Fast = unsafe extern "C" fn(*mut Object, *const *mut Object, isize, *mut Object) -> *mut Object;

/// A function with its calling convention.
pub enum Function {
    /// METH_NOARGS.
    None(OneArgument),
    /// METH_O.
    One(OneArgument),
    /// METH_FASTCALL | METH_KEYWORDS.
    Fast(Fast),
}
use Function::{Fast as Many, None as Nothing, One};

/// The functions of a family, by their names.
pub type Table = &'static [(&'static CStr, Function)];

/// All of them.
const FAMILIES: &[Table] = &[
    SUMS,
    statistics::FUNCTIONS,
    sort::FUNCTIONS,
    search::FUNCTIONS,
    search_many::FUNCTIONS,
    search_index::FUNCTIONS,
    sets::FUNCTIONS,
    array_insert::FUNCTIONS,
    array_extend::FUNCTIONS,
    closed_form::FUNCTIONS,
    primes::FUNCTIONS,
    elementwise::FUNCTIONS,
    scale::FUNCTIONS,
    pairs::FUNCTIONS,
    words::FUNCTIONS,
    words_state::FUNCTIONS,
];

const SUMS: Table = &[
    (c"sum", Many(sums::sum)),
    (c"fsum", One(fsum::fsum)),
    (c"dot", Many(sums::dot)),
    (c"sumprod", Many(sums::sumprod)),
    (c"sum_of_squares", One(sums::sum_of_squares)),
    (c"count_even", One(sums::count_even)),
    (c"_exact_new", Nothing(capsule::new::<ExactSum>)),
    (c"_exact_update", Many(capsule::update::<ExactSum>)),
    (c"_exact_merge", Many(capsule::merge::<ExactSum>)),
    (c"_exact_clone", One(capsule::clone::<ExactSum>)),
    (c"_exact_value", One(accumulator::value)),
    (c"_exact_to_bytes", One(capsule::to_bytes::<ExactSum>)),
    (c"_exact_from_bytes", One(capsule::from_bytes::<ExactSum>)),
    (c"_allocate", Many(storage::allocate)),
    (c"_array_base", Nothing(storage::array_base)),
    (c"_set_array", One(storage::set_array)),
    (c"_set_trace", One(trace::set_trace)),
    (c"_path_counts", Nothing(measure::counts)),
    (c"_noop", Nothing(measure::noop)),
    (c"_noop_one", One(measure::noop_one)),
    (c"_add_i32", Many(measure::add_i32)),
    (c"_square_i64", One(measure::square_i64)),
    #[cfg(feature = "test-hooks")]
    (c"_test_panic", Nothing(measure::panic)),
];

/// Returns a dict of built-in functions to the Python process that calls, or None if its C-API is not the one
/// that this library knows (another implementation than CPython, a free-threaded build), or in a subinterpreter.
///
/// `fallback` is the module whose functions of the same names take what the built-in ones do not understand. `docs`
/// is a dict from the names of the functions that are wanted to their docstrings, each beginning with a text signature.
/// `record` is called for each call while a trace is on. Must be called as `ctypes.PyDLL` calls, with three `py_object` arguments and such a result.
///
/// # Safety
/// Called with the GIL held and three live objects; in any other process than one of CPython nothing is done and NULL
/// is returned.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn abicus_python_install(
    fallback: *mut Object,
    docs: *mut Object,
    record: *mut Object,
) -> *mut Object {
    let Ok(api) = resolve() else { return ptr::null_mut() };
    // SAFETY: as the caller promises.
    unsafe {
        // What is remembered in statics (types, whether a trace is on) is of the main interpreter.
        let is_main = (api.PyInterpreterState_Get)() == (api.PyInterpreterState_Main)();
        if !is_main || !layout::probe(api) {
            return result::none();
        }
        if (api.PyObject_SetAttrString)(fallback, c"_record".as_ptr(), record) != 0 {
            return ptr::null_mut();
        }
        let functions = (api.PyDict_New)();
        let module_name = (api.PyUnicode_InternFromString)(c"abicus".as_ptr());
        let (mut place, mut wanted, mut text) = (0, ptr::null_mut(), ptr::null_mut());
        while (api.PyDict_Next)(docs, &raw mut place, &raw mut wanted, &raw mut text) != 0 {
            let (Some(wanted_name), Some(doc)) = (utf8(api, wanted), utf8(api, text)) else { continue };
            let known = FAMILIES.iter().copied().flatten().find(|(name, _)| *name == wanted_name);
            let Some((name, function)) = known else { continue };
            let built_in = make(api, name, function, doc.to_owned(), fallback, module_name);
            if built_in.is_null() {
                return ptr::null_mut();
            }
            (api.PyDict_SetItem)(functions, wanted, built_in);
            (api.Py_DecRef)(built_in);
        }
        (api.Py_DecRef)(module_name);
        functions
    }
}

unsafe fn make(
    api: &Api,
    name: &'static CStr,
    function: &Function,
    doc: CString,
    module: *mut Object,
    module_name: *mut Object,
) -> *mut Object {
    const NO_ARGUMENTS: c_int = 0x04;
    const ONE_ARGUMENT: c_int = 0x08;
    const FAST_WITH_KEYWORDS: c_int = 0x80 | 0x02;
    let (function, flags) = match *function {
        Nothing(function) => (function as *const c_void, NO_ARGUMENTS),
        One(function) => (function as *const c_void, ONE_ARGUMENT),
        Many(function) => (function as *const c_void, FAST_WITH_KEYWORDS),
    };
    let definition = immortal(MethodDef { name: name.as_ptr(), function, flags, doc: doc.into_raw() });
    // SAFETY: a definition that is never freed, whose flags say how the function takes its arguments.
    unsafe { (api.PyCFunction_NewEx)(definition, module, module_name) }
}

/// The text of a str; `None` if it is none.
unsafe fn utf8<'a>(api: &Api, text: *mut Object) -> Option<&'a CStr> {
    // SAFETY: a live object, with the GIL held; the text ends with NUL and lives as long as the object.
    unsafe {
        let text = (api.PyUnicode_AsUTF8AndSize)(text, ptr::null_mut());
        if text.is_null() {
            (api.PyErr_Clear)();
            return None;
        }
        Some(CStr::from_ptr(text))
    }
}
