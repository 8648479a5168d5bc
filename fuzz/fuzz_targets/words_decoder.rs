//! Any bytes, in chunks cut where the first ones say: an error comes where `str::from_utf8` has one, and nowhere else.
#![no_main]

use abicus::kernels::parallel::Task;
use abicus::kernels::words::{Text, Trouble, WordCounter};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((&[repeated, step], text)) = input.split_first_chunk() else { return };
    // Beyond a block of the kernel, now and then.
    let text = text.repeat(1 + usize::from(repeated));
    let expected = std::str::from_utf8(&text);
    let mut words = WordCounter::new();
    let mut done = 0;
    for chunk in text.chunks(usize::from(step) * 7 + 1) {
        let begun = words.cut().len();
        let before = (words.total(), words.len(), words.is_pending());
        match words.update(&Text::Utf8(chunk), 1, &Task::uncounted()) {
            Ok(()) => done += chunk.len(),
            Err(Trouble::Invalid(place)) => {
                let wrong = expected.expect_err("text that is right was refused").valid_up_to();
                // A character that an earlier chunk has begun is wrong from there on.
                assert!(done + place == wrong || place == 0 && done - begun == wrong);
                assert_eq!((words.total(), words.len(), words.is_pending()), before);
                return;
            }
            Err(trouble) => panic!("{trouble:?}"),
        }
    }
    assert_eq!(words.finish().is_ok(), expected.is_ok());
});
