//! A small seeded generator (splitmix64): the same seed makes the same schedule.

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to `end`, without it.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// The model's randomness, small: a tenth of the longest wait at most, so that schedules are short.
    pub fn patience(&mut self) -> u32 {
        u32::try_from(self.below(u64::from(u32::MAX / 40))).unwrap()
    }

    pub fn text(&mut self) -> String {
        format!("{:016x}", self.next())
    }
}
