//! Where primes are, nearly.

/// The logarithmic integral.
fn li(x: f64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    let log = x.ln();
    let (mut sum, mut power) = (EULER + log.ln(), 1.0);
    for k in 1..300 {
        power *= log / f64::from(k);
        let term = power / f64::from(k);
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    sum
}

/// About as many primes as there are up to `x`: the first terms of Riemann's function.
fn riemann(x: f64) -> f64 {
    const TERMS: [(f64, f64); 6] =
        [(1.0, 1.0), (2.0, -0.5), (3.0, -1.0 / 3.0), (5.0, -0.2), (6.0, 1.0 / 6.0), (7.0, -1.0 / 7.0)];
    TERMS
        .iter()
        .filter(|(root, _)| x.powf(1.0 / root) > 2.0)
        .map(|(root, sign)| sign * li(x.powf(1.0 / root)))
        .sum()
}

/// A number near the `n`-th prime, for `n` of at least 100.
pub fn nth(n: u64) -> u64 {
    let wanted = n as f64;
    let mut x = wanted * wanted.ln();
    for _ in 0..20 {
        let step = (riemann(x) - wanted) * x.ln();
        x -= step;
        if step.abs() < x * 1e-15 + 0.5 {
            break;
        }
    }
    x as u64
}

/// A number greater than the `n`-th prime.
///
/// From 688,383 on by P. Dusart ("Estimates of some functions over primes without R.H.", 2010), from 39,017 on by the same ("The
/// k-th prime is greater than k (ln k + ln ln k - 1) for k >= 2", 1999), from 6 on by J. B. Rosser and L. Schoenfeld ("Approximate formulas for some functions of prime numbers", 1962).
pub fn nth_at_most(n: u64) -> u64 {
    if n < 6 {
        return 14;
    }
    let count = n as f64;
    let (log, log_log) = (count.ln(), count.ln().ln());
    let bound = match n {
        ..39_017 => log + log_log,
        39_017..688_383 => log + log_log - 0.9484,
        _ => log + log_log - 1.0 + (log_log - 2.0) / log,
    };
    // A float beyond 64 bits becomes the greatest integer.
    ((count * bound * (1.0 + 1e-12)) as u64).saturating_add(1)
}

/// About how many primes there are from `start` to below `stop`, rather more.
pub fn between(start: u64, stop: u64) -> usize {
    if stop <= start {
        return 0;
    }
    let up_to = |x: u64| if x < 10 { 0.0 } else { riemann(x as f64) };
    let spread = ((stop - start) as f64).sqrt();
    (up_to(stop) - up_to(start) + spread + 16.0) as usize
}
