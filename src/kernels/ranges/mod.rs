//! Sums in closed form.

/// The sum of start, start + step, ... as far as they come before stop: the sum of Python's `range`. `None` if step
/// is 0. No sum is too large: at most 2^64 - 1 numbers of 64 bits, around a mean of 63 bits.
#[inline]
pub fn sum_range(start: i64, stop: i64, step: i64) -> Option<i128> {
    let ahead = if step > 0 { start < stop } else { start > stop };
    if step == 0 || !ahead {
        return (step != 0).then_some(0);
    }
    let (distance, stride) = (start.abs_diff(stop), step.unsigned_abs());
    let more = (distance - 1) / stride;
    let (count, last) = (i128::from(more) + 1, i128::from(start) + i128::from(more) * i128::from(step));
    // Of the count and the sum of both ends one is even: for an odd count the ends lie an even number of steps apart.
    let ends = i128::from(start) + last;
    Some(if count & 1 == 0 { (count >> 1) * ends } else { count * (ends >> 1) })
}
