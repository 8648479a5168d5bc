//! Text made small by the tables of the Rust that this was built with.

use std::collections::TryReserveError;

/// Makes UTF-8 small, surrogates as they are: as `str::to_lowercase`, whose Unicode version is [`char::UNICODE_VERSION`].
pub fn lowercase(text: &[u8]) -> Result<Vec<u8>, TryReserveError> {
    let mut lowered = Vec::new();
    // A small form is at most three bytes where the letter has two.
    lowered.try_reserve(text.len() + text.len() / 2)?;
    for chunk in text.utf8_chunks() {
        for line in chunk.valid().split_inclusive('\n') {
            // `to_lowercase` cannot fail: whether there is memory for it is asked here.
            Vec::<u8>::new().try_reserve_exact(2 * line.len())?;
            let line = line.to_lowercase();
            lowered.try_reserve(line.len())?;
            lowered.extend_from_slice(line.as_bytes());
        }
        lowered.try_reserve(chunk.invalid().len())?;
        lowered.extend_from_slice(chunk.invalid());
    }
    Ok(lowered)
}
