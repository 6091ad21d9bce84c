//! Moving pictures are not decoded and written anew, which would cost minutes and quality: they are taken apart and put
//! together from what a picture needs. Comments, metadata and whatever follows the end are gone.

/// Frames of one file, and pixels of all its frames together.
const MOST_FRAMES: u64 = 2_000;
const MOST_PIXELS: u64 = 4_000_000_000;

/// Reads on from where it is.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A GIF's chain of blocks, with the empty one that ends it.
    fn chain(&mut self) -> Option<&'a [u8]> {
        let begin = self.0;
        let mut length = 0;
        loop {
            let size = usize::from(self.byte()?);
            self.take(size)?;
            length += size + 1;
            if size == 0 {
                return begin.get(..length);
            }
        }
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])))
}

/// Bytes of the colours that a flag announces.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// A GIF with its frames, their timing and its repetitions, and nothing else.
pub fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    let head = reader.take(13)?;
    let pixels = short(head, 6)? * short(head, 8)?;
    out.extend_from_slice(b"GIF89a");
    out.extend_from_slice(head.get(6..)?);
    out.extend_from_slice(reader.take(table(*head.get(10)?))?);
    let mut frames = 0;
    loop {
        match reader.byte()? {
            0x2c => {
                let place = reader.take(9)?;
                out.push(0x2c);
                out.extend_from_slice(place);
                out.extend_from_slice(reader.take(table(*place.get(8)?))?);
                out.push(reader.byte()?);
                out.extend_from_slice(reader.chain()?);
                frames += 1;
            }
            0x21 => {
                let label = reader.byte()?;
                let chain = reader.chain()?;
                let loops =
                    label == 0xff && (chain.starts_with(b"\x0bNETSCAPE2.0") || chain.starts_with(b"\x0bANIMEXTS1.0"));
                if label == 0xf9 || (loops && chain.len() == 17) {
                    out.extend_from_slice(&[0x21, label]);
                    out.extend_from_slice(chain);
                }
            }
            0x3b => break,
            _ => return None,
        }
        if frames > MOST_FRAMES || frames * pixels > MOST_PIXELS {
            return None;
        }
    }
    out.push(0x3b);
    (frames > 0 && pixels > 0).then_some(out)
}

/// A moving WebP with its frames only; `None` when it does not move (then it is written anew), or is damaged.
pub fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader(bytes);
    let head = reader.take(12)?;
    if !head.starts_with(b"RIFF") || !head.ends_with(b"WEBP") {
        return None;
    }
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    let (mut pixels, mut frames) = (0, 0);
    while let Some(chunk) = reader.take(8) {
        let size = u32::from_le_bytes(chunk.get(4..)?.try_into().ok()?);
        let body = reader.take(usize::try_from(size).ok()?)?;
        // Chunks stand at even places.
        let pad = reader.take(usize::from(size % 2 == 1)).unwrap_or_default();
        let kept = match chunk.get(..4)? {
            b"VP8X" => {
                let mut body = body.to_vec();
                // Of the flags only "see-through" and "moves" stay: neither colour profile nor metadata follows.
                *body.first_mut()? &= 0x12;
                let side = |at: usize| Some(1 + short(&body, at)? + (u64::from(*body.get(at + 2)?) << 16));
                pixels = side(4)? * side(7)?;
                Some(body)
            }
            b"ANIM" => Some(body.to_vec()),
            b"ANMF" => {
                frames += 1;
                Some(body.to_vec())
            }
            _ => None,
        };
        if let Some(body) = kept {
            out.extend_from_slice(chunk);
            out.extend_from_slice(&body);
            out.extend_from_slice(&vec![0; pad.len()]);
        }
        if frames > MOST_FRAMES || frames * pixels > MOST_PIXELS {
            return None;
        }
    }
    let size = u32::try_from(out.len() - 8).ok()?.to_le_bytes();
    out.get_mut(4..8)?.copy_from_slice(&size);
    (frames > 0 && pixels > 0).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::gif::{GifDecoder, GifEncoder, Repeat};
    use image::{AnimationDecoder, Frame, Rgba, RgbaImage};
    use std::io::Cursor;

    fn moving() -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = GifEncoder::new(&mut out);
        encoder.set_repeat(Repeat::Infinite).unwrap();
        for shade in [10, 200] {
            encoder.encode_frame(Frame::new(RgbaImage::from_pixel(6, 4, Rgba([shade, 0, 0, 255])))).unwrap();
        }
        drop(encoder);
        out
    }

    #[test]
    fn a_gif_keeps_its_frames_and_loses_its_comments_and_its_tail() {
        let plain = moving();
        let end = plain.len() - 1;
        let given = [&plain[..end], b"\x21\xfe\x0d<script>alert\0", b";<script>more</script>"].concat();
        let kept = gif(&given).unwrap();
        assert!(!kept.windows(7).any(|window| window == b"<script"));
        let frames = GifDecoder::new(Cursor::new(&kept)).unwrap().into_frames().collect_frames().unwrap();
        assert_eq!(frames.len(), 2);
        assert_eq!(gif(&kept), Some(kept.clone()));
        assert!(kept.windows(11).any(|window| window == b"NETSCAPE2.0"));
    }

    #[test]
    fn what_is_cut_off_or_no_gif_is_refused() {
        let plain = moving();
        for end in [0, 5, 12, 20, plain.len() - 1] {
            assert_eq!(gif(&plain[..end]), None, "{end}");
        }
        assert_eq!(gif(b"GIF89a/*\0\0\0\0*/=1;alert(1)//"), None);
    }

    #[test]
    fn a_moving_webp_loses_its_metadata() {
        let chunk = |name: &[u8], body: &[u8]| {
            let size = u32::try_from(body.len()).unwrap().to_le_bytes();
            [name, &size, body, &vec![0; body.len() % 2]].concat()
        };
        let wide = chunk(b"VP8X", &[0x2e, 0, 0, 0, 9, 0, 0, 9, 0, 0]);
        let body = [wide, chunk(b"ANIM", &[0; 6]), chunk(b"ANMF", &[0; 30]), chunk(b"EXIF", b"secret!")].concat();
        let size = u32::try_from(body.len() + 4).unwrap().to_le_bytes();
        let given = [b"RIFF", &size[..], b"WEBP", &body].concat();
        let kept = webp(&given).unwrap();
        assert!(!kept.windows(6).any(|window| window == b"secret"));
        assert_eq!((kept[20], kept.len()), (0x02, 12 + 18 + 14 + 38));
        assert_eq!(webp(b"RIFF\x04\0\0\0WEBP"), None);
    }
}
