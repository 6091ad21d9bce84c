//! When to connect again: full jitter, so that a thousand clients do not come back at once.

const BASE_MS: u64 = 500;
const CAP_MS: u64 = 30_000;
const FIRST_MS: u64 = 1_000;

/// Milliseconds to wait before try number `attempt` (0 is the first after a loss); `random` is uniform.
pub fn delay_ms(attempt: u32, random: u32) -> u64 {
    let span = match attempt {
        0 => FIRST_MS,
        _ => BASE_MS.saturating_mul(1 << attempt.min(16)).min(CAP_MS),
    };
    spread(span, random)
}

/// A share of `span` by `random`: 0 gives 0, the greatest gives `span`.
pub fn spread(span: u64, random: u32) -> u64 {
    span.saturating_mul(u64::from(random)) / u64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_try_comes_within_a_second() {
        assert_eq!(delay_ms(0, 0), 0);
        assert_eq!(delay_ms(0, u32::MAX), 1_000);
        assert_eq!(delay_ms(0, u32::MAX / 2), 499);
    }

    #[test]
    fn the_span_doubles_up_to_thirty_seconds() {
        let longest: Vec<u64> = (0..9).map(|attempt| delay_ms(attempt, u32::MAX)).collect();
        assert_eq!(longest, [1_000, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
        assert_eq!(delay_ms(u32::MAX, u32::MAX), 30_000);
    }
}
