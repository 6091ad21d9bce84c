//! Token buckets: how much at once, how much a second, and exactly when the next may come.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A bucket that refills steadily. Starts full.
#[derive(Debug, Clone, Copy)]
pub struct Bucket {
    tokens: f64,
    refilled_at: Instant,
}

/// What a bucket may hold and how fast it refills.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    pub per_second: f64,
    pub burst: f64,
}

impl Rate {
    pub fn new(per_second: u32, burst: u32) -> Self {
        Self { per_second: f64::from(per_second.max(1)), burst: f64::from(burst.max(1)) }
    }

    /// One in every `interval_ms`.
    pub fn interval(interval_ms: u32) -> Self {
        Self { per_second: 1_000.0 / f64::from(interval_ms.max(1)), burst: 1.0 }
    }
}

impl Bucket {
    pub fn full(rate: Rate, now: Instant) -> Self {
        Self { tokens: rate.burst, refilled_at: now }
    }

    fn refill(&mut self, rate: Rate, now: Instant) {
        let elapsed = now.saturating_duration_since(self.refilled_at).as_secs_f64();
        self.tokens = (self.tokens + elapsed * rate.per_second).min(rate.burst);
        self.refilled_at = now;
    }

    /// Takes one, or says after how many milliseconds one will be there.
    pub fn take(&mut self, rate: Rate, now: Instant) -> Result<(), u64> {
        self.refill(rate, now);
        if self.tokens >= 1.0 - 1e-9 {
            self.tokens -= 1.0;
            return Ok(());
        }
        Err(((1.0 - self.tokens) / rate.per_second * 1_000.0).ceil() as u64)
    }
}

/// One bucket a key; full ones are forgotten.
pub struct Buckets<K> {
    inner: Mutex<Held<K>>,
}

struct Held<K> {
    buckets: HashMap<K, (Bucket, Rate)>,
    swept_at: Instant,
}

/// How often full buckets are looked for.
const SWEEP: Duration = Duration::from_secs(30);

impl<K: Hash + Eq> Default for Buckets<K> {
    fn default() -> Self {
        Self { inner: Mutex::new(Held { buckets: HashMap::new(), swept_at: Instant::now() }) }
    }
}

impl<K: Hash + Eq> Buckets<K> {
    /// Takes one from the key's bucket, or says after how many milliseconds one will be there.
    pub fn take(&self, key: K, rate: Rate) -> Result<(), u64> {
        let now = Instant::now();
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_duration_since(inner.swept_at) > SWEEP {
            inner.swept_at = now;
            inner.buckets.retain(|_, (bucket, rate)| {
                bucket.refill(*rate, now);
                bucket.tokens < rate.burst
            });
        }
        inner.buckets.entry(key).or_insert_with(|| (Bucket::full(rate, now), rate)).0.take(rate, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_at_once_then_the_next_after_200_ms_at_five_a_second() {
        let (rate, now) = (Rate::new(5, 10), Instant::now());
        let mut bucket = Bucket::full(rate, now);
        for _ in 0..10 {
            assert_eq!(bucket.take(rate, now), Ok(()));
        }
        assert_eq!(bucket.take(rate, now), Err(200));
        assert_eq!(bucket.take(rate, now + Duration::from_millis(50)), Err(150));
        assert_eq!(bucket.take(rate, now + Duration::from_millis(200)), Ok(()));
    }

    #[test]
    fn an_interval_lets_one_through() {
        let (rate, now) = (Rate::interval(3_000), Instant::now());
        let mut bucket = Bucket::full(rate, now);
        assert_eq!((bucket.take(rate, now), bucket.take(rate, now)), (Ok(()), Err(3_000)));
    }
}
