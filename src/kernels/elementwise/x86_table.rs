//! Tables of 256 bytes looked up by permutations.

use super::adjust::Table;
use crate::cpu::{Level, level};
use std::arch::x86_64::*;

/// Looks up every byte; `false`, with nothing done, if that is not faster at the level in use.
pub fn apply(table: &Table, values: &[u8], out: &mut [u8]) -> bool {
    match level() {
        // SAFETY: the level says that the CPU has these instructions.
        Level::Avx512 => unsafe { avx512(table, values, out) },
        // SAFETY: the level says that the CPU has these instructions.
        Level::Avx2 => unsafe { avx2(table, values, out) },
        Level::Portable => return false,
    }
    true
}

/// Four registers of 64 bytes: a permutation of words finds one of 64 words, that is of 128 bytes.
#[target_feature(enable = "avx512f,avx512bw")]
fn avx512(table: &Table, values: &[u8], out: &mut [u8]) {
    let (parts, _) = table.as_chunks::<64>();
    let &[a, b, c, d] = parts else { return };
    // SAFETY: each part is 64 bytes.
    let [a, b, c, d] = [a, b, c, d].map(|part| unsafe { _mm512_loadu_si512(part.as_ptr().cast()) });
    let (low_byte, one) = (_mm512_set1_epi16(0xff), _mm512_set1_epi16(1));
    // For each word, whose value is below 256, the byte of the table.
    let look = |index: __m512i| {
        let word = _mm512_srli_epi16::<1>(index);
        let below = _mm512_permutex2var_epi16(a, word, b);
        let upper = _mm512_movepi16_mask(_mm512_slli_epi16::<8>(index));
        let found = _mm512_mask_blend_epi16(upper, below, _mm512_permutex2var_epi16(c, word, d));
        // The upper byte of the word for odd places.
        _mm512_srlv_epi16(found, _mm512_slli_epi16::<3>(_mm512_and_si512(index, one)))
    };
    let look_bytes = |bytes: __m512i| {
        let even = look(_mm512_and_si512(bytes, low_byte));
        let odd = look(_mm512_srli_epi16::<8>(bytes));
        _mm512_mask_mov_epi8(even, 0xaaaa_aaaa_aaaa_aaaa, _mm512_slli_epi16::<8>(odd))
    };
    let (sources, tail) = values.as_chunks::<64>();
    let (targets, rest) = out.as_chunks_mut::<64>();
    for (source, target) in sources.iter().zip(targets.iter_mut()) {
        // SAFETY: both are 64 bytes.
        unsafe {
            let found = look_bytes(_mm512_loadu_si512(source.as_ptr().cast()));
            _mm512_storeu_si512(target.as_mut_ptr().cast(), found);
        }
    }
    let lanes = (1u64 << tail.len().min(rest.len()).min(63)) - 1;
    // SAFETY: as many bytes are read and written as there are behind the whole vectors of both; if one has fewer vectors
    // its rest is not that of the other, but as long as is counted.
    unsafe {
        let found = look_bytes(_mm512_maskz_loadu_epi8(lanes, tail.as_ptr().cast()));
        _mm512_mask_storeu_epi8(rest.as_mut_ptr().cast(), lanes, found);
    }
}

/// Sixteen tables of 16 bytes: a byte's low half chooses in each, its high half the table.
#[target_feature(enable = "avx2")]
fn avx2(table: &Table, values: &[u8], out: &mut [u8]) {
    let (parts, _) = table.as_chunks::<16>();
    let (sources, tail) = values.as_chunks::<32>();
    let (targets, rest) = out.as_chunks_mut::<32>();
    for (source, target) in sources.iter().zip(targets.iter_mut()) {
        // SAFETY: both are 32 bytes, and a part is 16.
        unsafe {
            let mut index = _mm256_loadu_si256(source.as_ptr().cast());
            let mut found = _mm256_setzero_si256();
            for part in parts {
                let part = _mm256_broadcastsi128_si256(_mm_loadu_si128(part.as_ptr().cast()));
                // Indices from 16 on get the highest bit, with which a shuffle gives zero.
                let near = _mm256_adds_epu8(index, _mm256_set1_epi8(0x70));
                found = _mm256_or_si256(found, _mm256_shuffle_epi8(part, near));
                index = _mm256_sub_epi8(index, _mm256_set1_epi8(16));
            }
            _mm256_storeu_si256(target.as_mut_ptr().cast(), found);
        }
    }
    for (slot, &value) in rest.iter_mut().zip(tail) {
        *slot = table[usize::from(value)];
    }
}
