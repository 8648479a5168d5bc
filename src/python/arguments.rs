//! From a call to its values, and on to the fallback.

use super::api::{Object, api};
use super::slice;
use std::ffi::CStr;
use std::ptr;

/// One call of a built-in function.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The name of the function, here and in the fallback module.
    pub name: &'static CStr,
    /// The fallback module, which the built-in function is bound to.
    pub module: *mut Object,
    /// The values of positional arguments, then those of keywords.
    pub values: &'a [*mut Object],
    /// How many are positional.
    pub positional: usize,
    /// NULL, or a tuple of the names of the keywords.
    pub keywords: *mut Object,
}

impl<'a> Call<'a> {
    /// A call of the METH_FASTCALL | METH_KEYWORDS convention.
    ///
    /// # Safety
    /// The arguments are as CPython passes them.
    #[inline(always)]
    pub unsafe fn new(
        name: &'static CStr,
        module: *mut Object,
        arguments: *const *mut Object,
        count: isize,
        keywords: *mut Object,
    ) -> Self {
        // SAFETY: as the caller promises: the values of keywords follow the positional ones.
        let values = unsafe {
            let named = if keywords.is_null() { 0 } else { (api().PyTuple_Size)(keywords) };
            slice::arguments(arguments, count + named)
        };
        Call { name, module, values, positional: count.cast_unsigned(), keywords }
    }

    /// The arguments by their names, NULL where one was not given; `None` if the call does not fit the signature
    /// (the fallback raises the error). The first `positional_only` have no name, those from `keyword_only` on no
    /// position.
    #[inline(always)]
    pub fn parse<const N: usize>(
        &self,
        names: [&CStr; N],
        positional_only: usize,
        keyword_only: usize,
    ) -> Option<[*mut Object; N]> {
        let mut found = [ptr::null_mut(); N];
        if self.positional > keyword_only {
            return None;
        }
        for (slot, &value) in found.iter_mut().zip(&self.values[..self.positional]) {
            *slot = value;
        }
        if !self.keywords.is_null() {
            self.place_named(&names, positional_only, &mut found)?;
        }
        Some(found)
    }

    /// Puts the values of keywords where their names are; one body for all signatures.
    #[inline(never)]
    fn place_named(&self, names: &[&CStr], positional_only: usize, found: &mut [*mut Object]) -> Option<()> {
        for (place, &value) in self.values[self.positional..].iter().enumerate() {
            // SAFETY: `keywords` is a tuple of str with a name for each value after the positional ones.
            let place = unsafe {
                let keyword = (api().PyTuple_GetItem)(self.keywords, place as isize);
                names
                    .iter()
                    .position(|name| (api().PyUnicode_CompareWithASCIIString)(keyword, name.as_ptr()) == 0)?
            };
            let slot = found.get_mut(place).filter(|slot| place >= positional_only && slot.is_null())?;
            *slot = value;
        }
        Some(())
    }

    /// Calls the function of the same name in the fallback module with the same arguments.
    #[cold]
    pub fn fall_back(&self) -> *mut Object {
        let mut values = vec![self.module];
        values.extend_from_slice(self.values);
        // SAFETY: the module, then arguments as they came; the GIL is held.
        unsafe {
            let name = (api().PyUnicode_InternFromString)(self.name.as_ptr());
            if name.is_null() {
                return ptr::null_mut();
            }
            let result = api().call_method(name, values.as_ptr(), self.positional + 1, self.keywords);
            (api().Py_DecRef)(name);
            result
        }
    }
}
