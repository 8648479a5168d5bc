//! Status codes. Their numbers never change.

/// Success: the outputs were written.
pub const ABICUS_OK: i32 = 0;

/// The caller's mistake: a pointer that must not be NULL is.
pub const ABICUS_NULL_POINTER: i32 = 1;
/// The caller's mistake: a length (or a length with a stride) that no memory can have.
pub const ABICUS_INVALID_LENGTH: i32 = 2;
/// The caller's mistake: another argument out of its range.
pub const ABICUS_INVALID_ARGUMENT: i32 = 3;
/// The caller's mistake: the output buffer is shorter than what is to be written.
pub const ABICUS_BUFFER_TOO_SMALL: i32 = 4;

/// Data: the exact result does not fit its type.
pub const ABICUS_OVERFLOW: i32 = 100;
/// Data: the input is not what the function takes.
pub const ABICUS_INVALID_DATA: i32 = 101;

/// Resource: memory could not be had.
pub const ABICUS_OUT_OF_MEMORY: i32 = 200;

/// Cancelled by the caller.
pub const ABICUS_CANCELLED: i32 = 300;

/// A defect of the library: a panic was caught. Nothing was written.
pub const ABICUS_PANIC: i32 = 400;

/// The handle saw a panic in an earlier call, and can only be freed.
pub const ABICUS_POISONED: i32 = 500;

/// Why a call failed: a status and a sentence.
pub struct Failure {
    /// One of the constants above.
    pub status: i32,
    /// Names the parameter, what came and what is allowed.
    pub message: String,
}

impl Failure {
    /// A failure with this status and sentence.
    pub fn new(status: i32, message: impl Into<String>) -> Self {
        Failure { status, message: message.into() }
    }

    /// A pointer parameter is NULL.
    #[cold]
    pub fn null(parameter: &str) -> Self {
        Failure::new(ABICUS_NULL_POINTER, format!("{parameter} is NULL, expected a valid pointer"))
    }
}
