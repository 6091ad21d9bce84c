//! Pictures that are not what they say.

use image::RgbImage;
use image::codecs::png::PngEncoder;

/// A PNG whose header claims a size that its few bytes do not hold.
pub fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut given = Vec::new();
    RgbImage::new(1, 1).write_with_encoder(PngEncoder::new(&mut given)).unwrap();
    given[16..20].copy_from_slice(&width.to_be_bytes());
    given[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = u32::MAX;
    for byte in &given[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1));
        }
    }
    given[29..33].copy_from_slice(&(!crc).to_be_bytes());
    given
}
