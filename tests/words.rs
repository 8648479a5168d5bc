//! Words against the standard library's splitting and making small, at every level of this CPU.

mod common;

use abicus::kernels::parallel::Task;
use abicus::kernels::view::{Dimension, Input, View, decode_native};
use abicus::kernels::words::{Text, Trouble, WordCounter, lowercase};
use common::Random;
use std::collections::HashMap;

common::at_every_level!();

/// What `str.split` cuts at: Rust's white space and four control characters.
fn is_space(point: char) -> bool {
    point.is_whitespace() || ('\x1c'..='\x1f').contains(&point)
}

/// The words of a text and their counts in order of first arrival.
fn expected(text: &str) -> Vec<(String, u64)> {
    let lowered = text.to_lowercase();
    let (mut places, mut words) = (HashMap::new(), Vec::new());
    for word in lowered.split(is_space).filter(|word| !word.is_empty()) {
        let place = *places.entry(word.to_owned()).or_insert_with(|| {
            words.push((word.to_owned(), 0));
            words.len() - 1
        });
        words[place].1 += 1;
    }
    words
}

/// The words as they are in the counter.
fn raw(words: &WordCounter) -> Vec<(Vec<u8>, u64)> {
    let mut room = [0; 16];
    (0..words.len()).map(|place| (words.word(place, &mut room).to_vec(), words.count(place))).collect()
}

/// Ends the text and makes the words small.
fn fold(words: &mut WordCounter) -> Vec<(String, u64)> {
    words.finish().unwrap();
    if let Some(text) = words.unfolded().unwrap() {
        assert!(words.fold(&lowercase(&text).unwrap()).unwrap());
    }
    assert_eq!(words.unfolded().unwrap(), None);
    raw(words).into_iter().map(|(word, count)| (String::from_utf8(word).unwrap(), count)).collect()
}

fn update(words: &mut WordCounter, text: Text) {
    words.update(&text, 1, &Task::uncounted()).unwrap();
}

fn counted(chunks: &[&[u8]]) -> Vec<(String, u64)> {
    let mut words = WordCounter::new();
    for chunk in chunks {
        update(&mut words, Text::Utf8(chunk));
    }
    fold(&mut words)
}

const PIECES: [&str; 34] = [
    " ",
    " ",
    " ",
    "\n",
    "\t",
    "\x1c",
    "\x1f",
    "\u{85}",
    "\u{a0}",
    "\u{1680}",
    "\u{2000}",
    "\u{200a}",
    "\u{200b}",
    "\u{2028}",
    "\u{2029}",
    "\u{202f}",
    "\u{205f}",
    "\u{3000}",
    "a",
    "B",
    "word",
    "Word",
    "Σ",
    "ΑΣ",
    "σ",
    "ß",
    "İ",
    "Ж",
    "字",
    "𝔘",
    "\u{1e9e}",
    "K",
    "0123456789abcde",
    "0123456789ABCDEF",
];

fn random_text(random: &mut Random, pieces: usize) -> String {
    (0..pieces).map(|_| PIECES[random.below(PIECES.len())]).collect()
}

#[test]
fn short_texts_in_every_form_and_cut() {
    let mut random = Random(3);
    for round in 0..300 {
        let text = random_text(&mut random, round % 40);
        let expected = expected(&text);
        let bytes = text.as_bytes();
        assert_eq!(counted(&[bytes]), expected, "{text:?}");
        for cut in 0..=bytes.len() {
            let (a, b) = bytes.split_at(cut);
            assert_eq!(counted(&[a, b]), expected, "{text:?} cut at {cut}");
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(counted(&single), expected, "{text:?} byte by byte");
        let points: Vec<u32> = text.chars().map(u32::from).collect();
        for cut in 0..=points.len() {
            let (a, b) = points.split_at(cut);
            let mut words = WordCounter::new();
            update(&mut words, Text::Ucs4(Input::Slice(a)));
            match b.iter().map(|&point| u16::try_from(point)).collect::<Result<Vec<_>, _>>() {
                Ok(b) => update(&mut words, Text::Ucs2(&b)),
                Err(_) => update(&mut words, Text::Ucs4(Input::Slice(b))),
            }
            assert_eq!(fold(&mut words), expected, "{text:?} as code points cut at {cut}");
        }
        if let Ok(latin) = points.iter().map(|&point| u8::try_from(point)).collect::<Result<Vec<_>, _>>() {
            let mut words = WordCounter::new();
            update(&mut words, Text::Latin1(&latin));
            assert_eq!(fold(&mut words), expected);
        }
    }
}

/// Longer than many blocks, so that words and characters lie across their ends.
#[test]
fn long_texts_in_every_form() {
    let mut random = Random(5);
    for round in 0..12 {
        let mut text = random_text(&mut random, 9000 + 777 * round);
        if round % 3 == 0 {
            text.retain(|point| point.is_ascii());
        }
        if round % 3 == 1 {
            // Words longer than a block.
            text.insert_str(text.char_indices().nth(5000).unwrap().0, &"xÄ".repeat(6000));
        }
        let expected = expected(&text);
        assert_eq!(counted(&[text.as_bytes()]), expected);
        for _ in 0..20 {
            let (a, b) = text.as_bytes().split_at(random.below(text.len()));
            assert_eq!(counted(&[a, b]), expected);
        }
        let points: Vec<u32> = text.chars().map(u32::from).collect();
        let mut words = WordCounter::new();
        update(&mut words, Text::Ucs4(Input::Slice(&points)));
        assert_eq!(fold(&mut words), expected);
        let bytes: Vec<u8> =
            [0].into_iter().chain(points.iter().flat_map(|point| point.to_ne_bytes())).collect();
        let dimension = [Dimension { length: points.len(), stride: 4 }];
        let view = View::new(&bytes[1..], &dimension, 4, decode_native).unwrap();
        let mut words = WordCounter::new();
        update(&mut words, Text::Ucs4(Input::View(&view)));
        assert_eq!(fold(&mut words), expected);
        let narrow: Vec<u16> =
            points.iter().map(|&point| u16::try_from(point).unwrap_or(u16::from(b'x'))).collect();
        let text: String = narrow.iter().map(|&unit| char::from_u32(unit.into()).unwrap()).collect();
        let mut words = WordCounter::new();
        update(&mut words, Text::Ucs2(&narrow));
        assert_eq!(fold(&mut words), self::expected(&text));
    }
}

/// Every code point alone and beside others: what is white space ends a word.
#[test]
fn every_code_point() {
    let all: Vec<char> = ('\0'..=char::MAX).collect();
    for points in all.chunks(4096) {
        let text: String = points.iter().flat_map(|&point| ['a', point, 'b', ' ', point, '\n']).collect();
        let mut words = WordCounter::new();
        update(&mut words, Text::Utf8(text.as_bytes()));
        words.finish().unwrap();
        let seen: HashMap<Vec<u8>, u64> = raw(&words).into_iter().collect();
        let mut expected: HashMap<Vec<u8>, u64> = HashMap::new();
        for word in text.split(is_space).filter(|word| !word.is_empty()) {
            *expected.entry(word.to_ascii_lowercase().into_bytes()).or_default() += 1;
        }
        assert!(seen == expected, "{:?}", points[0]);
    }
}

#[test]
fn surrogates_are_kept() {
    let units = [0x41, 0xd800, 0x20, 0xdc00, 0xd800, 0x3a3, 0x3000, 0x41, 0xd800];
    let mut words = WordCounter::new();
    update(&mut words, Text::Ucs2(&units));
    words.finish().unwrap();
    let text = words.unfolded().unwrap().unwrap();
    assert!(words.fold(&lowercase(&text).unwrap()).unwrap());
    let expected = [(b"a\xed\xa0\x80".to_vec(), 2), (b"\xed\xb0\x80\xed\xa0\x80\xcf\x83".to_vec(), 1)];
    assert_eq!(raw(&words), expected);
    let stored = words.to_bytes().unwrap();
    assert_eq!(raw(&WordCounter::from_bytes(&stored).ok().unwrap()), expected);
}

#[test]
fn what_is_not_utf8_changes_nothing() {
    let bad: [(&[u8], usize); 10] = [
        (b"\x80", 0),
        (b"a \xff b", 2),
        (b"\xc0\x80", 0),
        (b"\xed\xa0\x80", 0),
        (b"\xf4\x90\x80\x80", 0),
        (b"ab\xe2\x28\xa1", 2),
        (b"\xf0\x9f\x92 x", 0),
        (b"\xc3 ", 0),
        (b"\xe2\x82\xc3\xa9", 0),
        (b"\xf8\x88\x80\x80\x80", 0),
    ];
    for (bytes, place) in bad {
        for filler in [0, 1, 60, 64, 4090, 4095, 5000, 200_000] {
            let text = [&b"w ".repeat(filler)[..filler], bytes].concat();
            let mut words = WordCounter::new();
            update(&mut words, Text::Utf8(b"Before begi"));
            let trouble = words.update(&Text::Utf8(&text), 1, &Task::uncounted());
            assert_eq!(trouble, Err(Trouble::Invalid(filler + place)), "{bytes:?} behind {filler}");
            assert_eq!(raw(&words), [(b"before".to_vec(), 1)]);
            update(&mut words, Text::Utf8(b"n "));
            assert_eq!(raw(&words), [(b"before".to_vec(), 1), (b"begin".to_vec(), 1)]);
        }
    }
    for filler in [0, 100_000] {
        let mut words = WordCounter::new();
        update(&mut words, Text::Utf8(b"caf\xc3"));
        assert_eq!(words.finish(), Err(Trouble::Invalid(0)));
        let wrong = [b"x".to_vec(), b" ".repeat(filler)].concat();
        assert_eq!(words.update(&Text::Utf8(&wrong), 1, &Task::uncounted()), Err(Trouble::Invalid(0)));
        assert_eq!(words.update(&Text::Ucs2(&[32; 50]), 1, &Task::uncounted()), Err(Trouble::Invalid(0)));
        update(&mut words, Text::Utf8(b""));
        update(&mut words, Text::Utf8(&[b"\xa9".to_vec(), b" ".repeat(filler)].concat()));
        assert_eq!(fold(&mut words), [("café".to_owned(), 1)]);
    }
    let points = [0x41, 0x11_0000];
    let trouble = WordCounter::new().update(&Text::Ucs4(Input::Slice(&points)), 1, &Task::uncounted());
    assert_eq!(trouble, Err(Trouble::Invalid(1)));
}

#[test]
fn threads_change_nothing() {
    let mut random = Random(11);
    for kind in 0..4 {
        let mut text = String::new();
        while text.len() < 5_000_000 {
            text.push_str(match kind {
                // Few places to cut.
                0 if text.len() % 1_500_000 > 100 => "字\u{3000}Ä",
                _ => PIECES[random.below(PIECES.len())],
            });
            if kind == 1 {
                text.push_str(&format!("{:x}", random.below(300_000)));
            }
        }
        let mut alone = WordCounter::new();
        update(&mut alone, Text::Utf8(b"begi"));
        update(&mut alone, Text::Utf8(text.as_bytes()));
        for threads in [2, 0] {
            let mut words = WordCounter::new();
            update(&mut words, Text::Utf8(b"begi"));
            words.update(&Text::Utf8(text.as_bytes()), threads, &Task::uncounted()).unwrap();
            assert!(raw(&words) == raw(&alone) && words.total() == alone.total());
            assert_eq!(words.is_pending(), alone.is_pending());
            let points: Vec<u32> = text.chars().map(u32::from).collect();
            let mut words = WordCounter::new();
            update(&mut words, Text::Utf8(b"begi"));
            words.update(&Text::Ucs4(Input::Slice(&points)), threads, &Task::uncounted()).unwrap();
            assert!(raw(&words) == raw(&alone));
        }
        let mut bytes = text.into_bytes();
        let place = bytes.len() - 1_000_000;
        bytes[place] = 0xff;
        let mut words = WordCounter::new();
        let trouble = words.update(&Text::Utf8(&bytes), 2, &Task::uncounted());
        assert!(matches!(trouble, Err(Trouble::Invalid(found)) if found <= place && found + 4 > place));
        assert!(words.is_empty() && !words.is_pending());
    }
}

#[test]
fn merged_in_order() {
    let mut random = Random(7);
    for size in [0, 1, 7, 100, 20_000] {
        let (a, b) = (random_text(&mut random, size), random_text(&mut random, size + 3));
        let (mut first, mut second) = (WordCounter::new(), WordCounter::new());
        update(&mut first, Text::Utf8(a.as_bytes()));
        update(&mut second, Text::Utf8(b.as_bytes()));
        first.merge(&second).unwrap();
        assert_eq!(fold(&mut first), expected(&format!("{a} {b}")));
    }
    let mut cut = WordCounter::new();
    update(&mut cut, Text::Utf8(b"\xe2\x82"));
    assert_eq!(WordCounter::new().merge(&cut), Err(Trouble::Invalid(0)));
    let mut doubled = WordCounter::new();
    update(&mut doubled, Text::Utf8(b"a "));
    for _ in 0..63 {
        let copy = doubled.try_clone().unwrap();
        doubled.merge(&copy).unwrap();
    }
    let copy = doubled.try_clone().unwrap();
    assert_eq!(doubled.merge(&copy), Err(Trouble::Full));
    assert_eq!(doubled.count(0), 1 << 63);
}

#[test]
fn the_most_common() {
    let mut random = Random(13);
    for distinct in [1, 2, 10, 1000, 30_000] {
        let text: String = (0..60_000).map(|_| format!("w{} ", random.below(distinct))).collect();
        let mut words = WordCounter::new();
        update(&mut words, Text::Utf8(text.as_bytes()));
        let mut all: Vec<usize> = (0..words.len()).collect();
        // Stable, as Python's.
        all.sort_by_key(|&place| std::cmp::Reverse(words.count(place)));
        for most in [0, 1, 2, 10, 700, usize::MAX] {
            assert_eq!(words.most_common(most).unwrap(), all[..most.min(all.len())]);
        }
    }
}

#[test]
fn the_most_common_of_counts_that_leave_no_room_for_places() {
    let mut words = WordCounter::new();
    update(&mut words, Text::Utf8(b"a b c d c "));
    for _ in 0..61 {
        let copy = words.try_clone().unwrap();
        words.merge(&copy).unwrap();
    }
    update(&mut words, Text::Utf8(b"d b b "));
    assert_eq!(words.count(2), 1 << 62);
    assert_eq!(words.most_common(4).unwrap(), [2, 1, 3, 0]);
    assert_eq!(words.most_common(2).unwrap(), [2, 1]);
}

#[test]
fn stored_and_read_again() {
    let mut random = Random(17);
    for size in [0, 1, 50, 5000] {
        let text = random_text(&mut random, size);
        for cut in (0..=text.len()).step_by(text.len() / 40 + 1) {
            let (a, b) = text.as_bytes().split_at(cut);
            let mut words = WordCounter::new();
            update(&mut words, Text::Utf8(a));
            let stored = words.to_bytes().unwrap();
            let mut words = WordCounter::from_bytes(&stored).ok().unwrap();
            assert_eq!(words.to_bytes().unwrap(), stored);
            update(&mut words, Text::Utf8(b));
            assert_eq!(fold(&mut words), expected(&text));
            for end in 0..stored.len().min(300) {
                assert!(WordCounter::from_bytes(&stored[..end]).is_err());
            }
        }
    }
    let head = b"ABXW\x01\0\0\0";
    let wrong: [&[u8]; 12] = [
        b"",
        b"\0\0\x01\x01a\0",
        b"\0\0\x01\x01a\x80\0",
        b"\0\0\x01\x01A\x01",
        b"\0\0\x01\x01 \x01",
        b"\0\0\x01\x01\xff\x01",
        b"\0\0\x02\x01a\x01\x01a\x01",
        b"\0\0\x01\0\x01",
        b"\x01a\0\0",
        b"\0\x01 \0",
        b"\0\0\0\0",
        b"\0\0\x02\x01a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01b\x01",
    ];
    for bytes in wrong {
        assert!(WordCounter::from_bytes(&[head, bytes].concat()).is_err(), "{bytes:?}");
    }
    assert!(WordCounter::from_bytes(&[head, &b"\x02\xe2\x82\x01a\x01\x01a\x01"[..]].concat()).is_ok());
}

/// Words that become the same, in all orders of arrival.
#[test]
fn folding_keeps_the_first_place() {
    let forms = ["Ä", "ä", "x", "Äx", "äX", "K", "k", "ΑΣ", "ας"];
    let mut random = Random(19);
    for _ in 0..2000 {
        let text: Vec<&str> = (0..random.below(14)).map(|_| forms[random.below(forms.len())]).collect();
        let text = text.join(" ");
        let mut words = WordCounter::new();
        let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(place, _)| place);
        update(&mut words, Text::Utf8(&text.as_bytes()[..middle]));
        // Small so far, then more.
        if let Some(wide) = words.unfolded().unwrap() {
            assert!(!words.fold(&[&wide[..], b"\nx"].concat()).unwrap());
            assert!(words.fold(&lowercase(&wide).unwrap()).unwrap());
        }
        update(&mut words, Text::Utf8(&text.as_bytes()[middle..]));
        assert_eq!(fold(&mut words), expected(&text), "{text}");
    }
}
