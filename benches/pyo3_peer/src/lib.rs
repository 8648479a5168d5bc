//! What a plain PyO3 extension does, to be measured beside abicus.

use pyo3::buffer::PyBuffer;
use pyo3::exceptions::PyBufferError;
use pyo3::prelude::*;

/// Returns its argument: a call and nothing else.
#[pyfunction]
fn noop_one(x: Py<PyAny>) -> Py<PyAny> {
    x
}

/// Sums a buffer of doubles in place, one after the other.
#[pyfunction]
fn sum_buffer(_py: Python<'_>, values: PyBuffer<f64>) -> PyResult<f64> {
    match values.as_slice_ptr() {
        // SAFETY: the buffer is held, and the GIL with it, so that nothing else writes while it is read.
        Some(slice) => Ok(unsafe { slice.as_ref() }.iter().sum()),
        None => Err(PyBufferError::new_err("values is not contiguous")),
    }
}

/// Sums a list of floats, which PyO3 converts into a vector first.
#[pyfunction]
fn sum_list(values: Vec<f64>) -> f64 {
    values.iter().sum()
}

#[pymodule]
fn pyo3_peer(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(noop_one, module)?)?;
    module.add_function(wrap_pyfunction!(sum_buffer, module)?)?;
    module.add_function(wrap_pyfunction!(sum_list, module)?)
}
