//! A sort of little code, for what is short or rare: that of the standard library is 6 KB for each type.

/// Sorts by a key, not stably, in O(n log n) time (J. W. J. Williams, "Algorithm 232: Heapsort", 1964).
#[inline(never)]
pub fn sort_by_key<T, K: Ord>(values: &mut [T], key: impl Fn(&T) -> K) {
    // Moves a value down to where none below it is greater.
    let sift = |values: &mut [T], place: usize| {
        let mut place = place;
        while let Some(mut below) = values.get(2 * place + 1) {
            let mut child = 2 * place + 1;
            if let Some(other) = values.get(child + 1)
                && key(other) > key(below)
            {
                (below, child) = (other, child + 1);
            }
            if key(&values[place]) >= key(below) {
                return;
            }
            values.swap(place, child);
            place = child;
        }
    };
    for place in (0..values.len() / 2).rev() {
        sift(values, place);
    }
    for end in (1..values.len()).rev() {
        values.swap(0, end);
        sift(&mut values[..end], 0);
    }
}

#[cfg(test)]
mod tests {
    use super::sort_by_key;

    #[test]
    fn sorts_as_the_standard_library_does() {
        let mut state = 1u64;
        for len in 0..200 {
            let mut values: Vec<u64> = (0..len)
                .map(|_| {
                    state = state.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(1);
                    state >> 58
                })
                .collect();
            let mut expected = values.clone();
            expected.sort();
            sort_by_key(&mut values, |&value| value);
            assert_eq!(values, expected);
        }
    }
}
