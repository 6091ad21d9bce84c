//! Pictures: decoded under limits, turned upright, written anew without whatever else their file held; a thumbnail and
//! sixteen colours for the time before it is loaded.

use super::animation;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// Million pixels of the largest picture, and of all that are decoded at a time.
pub const MOST_MEGAPIXELS: u32 = 50;
const MOST_SIDE: u32 = 16_384;
/// Bytes that a decoder may hold.
const MOST_BYTES: u64 = 512 << 20;
/// Longer side of a thumbnail; smaller pictures have none.
pub const THUMBNAIL: u32 = 640;

/// A picture as it will be served.
pub struct Drawn {
    pub mime: &'static str,
    pub width: u32,
    pub height: u32,
    pub original: Bytes,
    pub thumbnail: Option<Vec<u8>>,
    pub placeholder: String,
}

type Bytes = Vec<u8>;
type Refused = &'static str;

const DAMAGED: Refused = "the picture is damaged";

/// What decoding would weigh, by the header alone; 1 for anything but a picture, `None` for one that is too large.
pub fn megapixels(bytes: &[u8]) -> Option<u32> {
    let Some((width, height)) = size(bytes) else { return Some(1) };
    let pixels = u64::from(width) * u64::from(height);
    let weight = u32::try_from(pixels.div_ceil(1_000_000)).ok()?.max(1);
    (weight <= MOST_MEGAPIXELS && width <= MOST_SIDE && height <= MOST_SIDE).then_some(weight)
}

fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?.into_dimensions().ok()
}

/// Decodes and writes anew. Moving pictures are kept as they are but for all that is not picture.
pub fn rewrite(bytes: &[u8], mime: &str) -> Result<Drawn, Refused> {
    let (format, moving) = match mime {
        "image/jpeg" => (ImageFormat::Jpeg, None),
        "image/png" => (ImageFormat::Png, None),
        "image/gif" => (ImageFormat::Gif, Some(animation::gif(bytes).ok_or(DAMAGED)?)),
        _ => (ImageFormat::WebP, animation::webp(bytes)),
    };
    let picture = decode(bytes, format)?;
    let (width, height) = (picture.width(), picture.height());
    let small = width.max(height) <= THUMBNAIL;
    let thumbnail = match (&moving, small) {
        (None, true) => None,
        (_, true) => Some(encode(&picture, format)?.0),
        _ => Some(encode(&picture.thumbnail(THUMBNAIL, THUMBNAIL), format)?.0),
    };
    let placeholder = placeholder(&picture);
    let (original, mime) = match moving {
        Some(kept) => (kept, if format == ImageFormat::Gif { "image/gif" } else { "image/webp" }),
        None => encode(&picture, format)?,
    };
    Ok(Drawn { mime, width, height, original, thumbnail, placeholder })
}

/// A small picture that stands still, written anew.
#[derive(Debug, PartialEq)]
pub struct Still {
    pub bytes: bytes::Bytes,
    pub mime: &'static str,
    pub width: u32,
    pub height: u32,
    pub placeholder: String,
}

/// Smaller ones only count who looks.
const LEAST_SIDE: u32 = 32;

/// Draws a picture no larger than a thumbnail.
pub fn still(bytes: &[u8], mime: &str) -> Result<Still, Refused> {
    let format = ImageFormat::from_mime_type(mime).ok_or(DAMAGED)?;
    let mut picture = decode(bytes, format)?;
    if picture.width().min(picture.height()) < LEAST_SIDE {
        return Err("the picture is too small");
    }
    if picture.width().max(picture.height()) > THUMBNAIL {
        picture = picture.thumbnail(THUMBNAIL, THUMBNAIL);
    }
    let (bytes, mime) = encode(&picture, ImageFormat::Jpeg)?;
    let (width, height) = (picture.width(), picture.height());
    Ok(Still { bytes: bytes.into(), mime, width, height, placeholder: placeholder(&picture) })
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, Refused> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| DAMAGED)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 || u64::from(width) * u64::from(height) > u64::from(MOST_MEGAPIXELS) * 1_000_000 {
        return Err("the picture is too large");
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| DAMAGED)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn is_see_through(picture: &DynamicImage) -> bool {
    picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] < 255)
}

/// A photograph stays a JPEG and a drawing a PNG; of other formats, what is see-through becomes a PNG.
fn encode(picture: &DynamicImage, format: ImageFormat) -> Result<(Bytes, &'static str), Refused> {
    let mut out = Vec::new();
    let fault = |_| "the picture cannot be written";
    if is_see_through(picture) {
        let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Adaptive);
        picture.to_rgba8().write_with_encoder(encoder).map_err(fault)?;
        return Ok((out, "image/png"));
    }
    let opaque = picture.to_rgb8();
    if format == ImageFormat::Png {
        let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Adaptive);
        opaque.write_with_encoder(encoder).map_err(fault)?;
        return Ok((out, "image/png"));
    }
    opaque.write_with_encoder(JpegEncoder::new_with_quality(&mut out, 86)).map_err(fault)?;
    Ok((out, "image/jpeg"))
}

/// 4 × 4 colours of three hexadecimal digits, on white where one sees through.
fn placeholder(picture: &DynamicImage) -> String {
    let tiny = picture.thumbnail(64, 64).resize_exact(4, 4, image::imageops::FilterType::Triangle).to_rgba8();
    let digit = |value: u8, alpha: u8| {
        let on_white = (u32::from(value) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255;
        char::from_digit((on_white * 15 + 127) / 255, 16).unwrap_or('0')
    };
    tiny.pixels().flat_map(|pixel| [0, 1, 2].map(|channel| digit(pixel.0[channel], pixel.0[3]))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::bomb;
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut out = Vec::new();
        let left_red =
            RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) });
        left_red.write_with_encoder(JpegEncoder::new_with_quality(&mut out, 95)).unwrap();
        out
    }

    /// A JPEG with an EXIF block: turned by a quarter, with a maker's name in it.
    fn turned() -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
        tiff.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
        tiff.extend(b"\x0f\x01\x02\0\x0c\0\0\0\x26\0\0\0\0\0\0\0");
        tiff.extend(b"SecretMaker\0");
        let mut block = b"Exif\0\0".to_vec();
        block.extend(tiff);
        let plain = jpeg(80, 40);
        let length = u16::try_from(block.len() + 2).unwrap().to_be_bytes();
        [&plain[..2], b"\xff\xe1", &length, &block, &plain[2..]].concat()
    }

    fn holds(bytes: &[u8], text: &[u8]) -> bool {
        bytes.windows(text.len()).any(|window| window == text)
    }

    #[test]
    fn a_photograph_is_turned_upright_and_loses_its_exif() {
        let given = turned();
        assert!(holds(&given, b"SecretMaker") && holds(&given, b"Exif"));
        let drawn = rewrite(&given, "image/jpeg").unwrap();
        assert_eq!((drawn.mime, drawn.width, drawn.height), ("image/jpeg", 40, 80));
        assert!(!holds(&drawn.original, b"SecretMaker") && !holds(&drawn.original, b"Exif"));
        let upright = image::load_from_memory(&drawn.original).unwrap().to_rgb8();
        assert!(upright.get_pixel(20, 5).0[0] > 200 && upright.get_pixel(20, 75).0[2] > 200);
        // Red above, blue below.
        assert_eq!((&drawn.placeholder[..3], &drawn.placeholder[45..]), ("f00", "00f"));
        assert_eq!((drawn.placeholder.len(), drawn.thumbnail), (48, None));
    }

    #[test]
    fn a_large_picture_gets_a_thumbnail_and_what_follows_a_picture_is_gone() {
        let mut given = jpeg(1_400, 700);
        given.extend(b"<script>alert(1)</script>PK\x03\x04");
        let drawn = rewrite(&given, "image/jpeg").unwrap();
        let thumbnail = image::load_from_memory(&drawn.thumbnail.unwrap()).unwrap();
        assert_eq!((thumbnail.width(), thumbnail.height()), (640, 320));
        assert!(!holds(&drawn.original, b"<script>"));
    }

    #[test]
    fn what_one_sees_through_stays_so() {
        let mut given = Vec::new();
        let glass = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]));
        glass.write_with_encoder(PngEncoder::new(&mut given)).unwrap();
        let drawn = rewrite(&given, "image/png").unwrap();
        assert_eq!((drawn.mime, drawn.placeholder.as_str()), ("image/png", "f".repeat(48).as_str()));
        assert_eq!(image::load_from_memory(&drawn.original).unwrap().to_rgba8().get_pixel(3, 3).0[3], 0);
    }

    #[test]
    fn a_picture_that_would_fill_the_memory_is_never_decoded() {
        for (width, height) in [(60_000, 60_000), (16_385, 1), (10_000, 10_000)] {
            assert_eq!(megapixels(&bomb(width, height)), None, "{width} x {height}");
            assert!(rewrite(&bomb(width, height), "image/png").is_err());
        }
        assert!(rewrite(&bomb(u32::MAX >> 1, 2), "image/png").is_err());
        assert_eq!((megapixels(&bomb(7_000, 7_000)), megapixels(b"no picture")), (Some(49), Some(1)));
        assert!(rewrite(&bomb(100, 100), "image/png").is_err(), "its bytes are missing");
    }
}
