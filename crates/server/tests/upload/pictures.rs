//! Pictures for tests, honest ones and others.
#![allow(dead_code)]

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{Rgb, RgbImage};

pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let shades = RgbImage::from_fn(width, height, |x, y| Rgb([(x % 256) as u8, (y % 256) as u8, 90]));
    shades.write_with_encoder(PngEncoder::new(&mut out)).unwrap();
    out
}

/// A JPEG with a GPS block as telephones write it, and a page behind its end.
pub fn telling_jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut plain = Vec::new();
    RgbImage::from_pixel(width, height, Rgb([30, 120, 60])).write_with_encoder(JpegEncoder::new(&mut plain)).unwrap();
    let block = b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0GPS 37.5665 N 126.9780 E";
    let length = u16::try_from(block.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], b"\xff\xe1", &length, block, &plain[2..], b"<script>alert(1)</script>"].concat()
}

pub fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
