//! Any text in any form and any chunks, stored and read again between them: the words of the standard library.
#![no_main]

use abicus::kernels::parallel::Task;
use abicus::kernels::view::Input;
use abicus::kernels::words::{Text, WordCounter, lowercase};
use libfuzzer_sys::fuzz_target;
use std::collections::HashMap;

fn expected(text: &str) -> Vec<(String, u64)> {
    let lowered = text.to_lowercase();
    let (mut places, mut words) = (HashMap::new(), Vec::new());
    let is_space = |point: char| point.is_whitespace() || ('\x1c'..='\x1f').contains(&point);
    for word in lowered.split(is_space).filter(|word| !word.is_empty()) {
        let place = *places.entry(word.to_owned()).or_insert_with(|| {
            words.push((word.to_owned(), 0));
            words.len() - 1
        });
        words[place].1 += 1;
    }
    words
}

fuzz_target!(|input: (u8, u8, String)| {
    let (form, step, text) = input;
    let step = usize::from(step) * 5 + 1;
    let points: Vec<u32> = text.chars().map(u32::from).collect();
    let narrow: Option<Vec<u16>> = points.iter().map(|&point| point.try_into().ok()).collect();
    let latin: Option<Vec<u8>> = points.iter().map(|&point| point.try_into().ok()).collect();
    let mut chunks: Vec<Text> = match (form % 4, &narrow, &latin) {
        (1, Some(narrow), _) => narrow.chunks(step).map(Text::Ucs2).collect(),
        (2, _, Some(latin)) => latin.chunks(step).map(Text::Latin1).collect(),
        (3, ..) => points.chunks(step).map(|chunk| Text::Ucs4(Input::Slice(chunk))).collect(),
        _ => text.as_bytes().chunks(step).map(Text::Utf8).collect(),
    };
    chunks.push(Text::Utf8(&[]));
    let mut words = WordCounter::new();
    for (number, chunk) in chunks.iter().enumerate() {
        words.update(chunk, 1, &Task::uncounted()).unwrap();
        if form & 4 != 0 && number % 3 == 0 {
            let stored = words.to_bytes().unwrap();
            words = WordCounter::from_bytes(&stored).ok().expect("what was stored can be read");
            assert_eq!(words.to_bytes().unwrap(), stored);
        }
    }
    words.finish().unwrap();
    if let Some(wide) = words.unfolded().unwrap() {
        assert!(words.fold(&lowercase(&wide).unwrap()).unwrap());
    }
    let mut room = [0; 16];
    let seen: Vec<(String, u64)> = (0..words.len())
        .map(|place| (String::from_utf8(words.word(place, &mut room).to_vec()).unwrap(), words.count(place)))
        .collect();
    assert_eq!(seen, expected(&text));
});
