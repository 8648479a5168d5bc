//! A call on contiguous data allocates nothing.

use abicus::ffi::{count_even, dot, sum, sum_of_squares};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: everything is passed to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn calls_on_contiguous_data_allocate_nothing() {
    let doubles: Vec<f64> = (0..100_000).map(|place| f64::from(place) / 7.0).collect();
    let tie = [9007199254740992.0, 1.0];
    let cancelling: Vec<f64> =
        doubles.iter().chain(&doubles).enumerate().map(|(i, x)| if i < 100_000 { *x } else { -x }).collect();
    let integers: Vec<i64> = (0..100_000).collect();
    let (mut float, mut words, mut count) = (0.0, [0; 3], 0);
    let calls = || {
        // SAFETY: valid slices and outputs, of at least the lengths given.
        unsafe {
            for data in [&doubles[..], &tie, &cancelling] {
                assert_eq!(sum::abicus_sum_f64(data.as_ptr(), data.len(), 1, &mut float), 0);
                assert_eq!(dot::abicus_dot_f64(data.as_ptr(), data.as_ptr(), data.len(), 1, &mut float), 0);
                assert_eq!(
                    sum_of_squares::abicus_sum_of_squares_f64(data.as_ptr(), data.len(), 1, &mut float),
                    0
                );
                assert_eq!(count_even::abicus_count_even_f64(data.as_ptr(), data.len(), &mut count), 0);
            }
            let (data, len) = (integers.as_ptr(), integers.len());
            assert_eq!(sum::abicus_sum_i64(data, len, 1, words.as_mut_ptr()), 0);
            assert_eq!(dot::abicus_dot_i64(data, data, len, 1, words.as_mut_ptr()), 0);
            assert_eq!(count_even::abicus_count_even_i64_strided(data, len / 2, 16, &mut count), 0);
        }
    };
    let mut calls = calls;
    // The first call asks what the CPU can do, which reads the environment.
    calls();
    let before = COUNT.get();
    calls();
    assert_eq!(COUNT.get() - before, 0);
    drop(std::hint::black_box(vec![0u8; 100]));
    assert_eq!(COUNT.get() - before, 1, "the counter counts");
}
