//! Pixels out of JPEG, PNG, GIF and WebP: eight bits, RGB or RGBA. Call after the limits were checked.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::inspect::{DECODE_BUDGET, Kind, MAX_SIDE, PictureProblem};

/// Decoded pixels, row by row without gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Raster {
    /// Width in pixels, at least 1.
    pub width: u32,
    /// Height in pixels, at least 1.
    pub height: u32,
    /// RGBA with straight alpha if true, RGB otherwise.
    pub alpha: bool,
    /// `width × height × channels` bytes.
    pub data: Vec<u8>,
}

impl Raster {
    /// 4 with alpha, 3 without.
    pub fn channels(&self) -> usize {
        if self.alpha { 4 } else { 3 }
    }
}

/// Pixels and the ICC profile that they are to be read with.
pub(super) struct Decoded {
    pub raster: Raster,
    pub profile: Option<Vec<u8>>,
}

/// Decodes the (first) picture of a file.
///
/// The decoders are other people's code meeting hostile files, so a panic in one of them is a damaged picture, too.
pub(super) fn decode(kind: Kind, bytes: &[u8]) -> Result<Decoded, PictureProblem> {
    let attempt = catch_unwind(AssertUnwindSafe(|| match kind {
        Kind::Jpeg => jpeg(bytes),
        Kind::Png => png(bytes),
        Kind::Gif => gif(bytes),
        Kind::WebP => webp(bytes),
    }));
    let decoded = attempt.ok().flatten().ok_or(PictureProblem::Broken { kind })?;
    let raster = &decoded.raster;
    let expected = raster.width as usize * raster.height as usize * raster.channels();
    if expected == 0 || raster.data.len() != expected {
        return Err(PictureProblem::Broken { kind });
    }
    Ok(decoded)
}

fn jpeg(bytes: &[u8]) -> Option<Decoded> {
    use zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};
    let side = MAX_SIDE as usize;
    // Strict: a file that ends early is an error and not a grey bottom half.
    let options = DecoderOptions::default().set_strict_mode(true).set_max_width(side).set_max_height(side).jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let (width, height) = decoder.info().map(|i| (u32::from(i.width), u32::from(i.height)))?;
    // A profile of grey or CMYK does not fit the RGB that comes out of the decoder; `colour` looks at that.
    let profile = decoder.icc_profile();
    let data = decoder.decode().ok()?;
    Some(Decoded { raster: Raster { width, height, alpha: false, data }, profile })
}

fn png(bytes: &[u8]) -> Option<Decoded> {
    let limits = png::Limits { bytes: DECODE_BUDGET as usize };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_ignore_text_chunk(true);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let profile = reader.info().icc_profile.as_ref().map(|p| p.to_vec());
    let mut data = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut data).ok()?;
    data.truncate(frame.buffer_size());
    let (alpha, data) = match frame.color_type {
        png::ColorType::Rgb => (false, data),
        png::ColorType::Rgba => (true, data),
        png::ColorType::Grayscale => (false, data.iter().flat_map(|g| [*g; 3]).collect()),
        png::ColorType::GrayscaleAlpha => (true, data.chunks_exact(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect()),
        png::ColorType::Indexed => return None,
    };
    Some(Decoded { raster: Raster { width: frame.width, height: frame.height, alpha, data }, profile })
}

fn gif(bytes: &[u8]) -> Option<Decoded> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    options.check_frame_consistency(true);
    options.set_memory_limit(gif::MemoryLimit::Bytes(std::num::NonZeroU64::new(DECODE_BUDGET)?));
    let mut decoder = options.read_info(bytes).ok()?;
    let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
    let frame = decoder.read_next_frame().ok()??;
    if (u32::from(frame.width), u32::from(frame.height)) == (width, height) {
        let data = frame.buffer.to_vec();
        return Some(Decoded { raster: Raster { width, height, alpha: true, data }, profile: None });
    }
    // A first frame smaller than the screen leaves the rest transparent.
    let mut data = vec![0; width as usize * height as usize * 4];
    let row = usize::from(frame.width) * 4;
    let left = usize::from(frame.left) * 4;
    for (y, pixels) in frame.buffer.chunks_exact(row.max(4)).enumerate() {
        let start = (usize::from(frame.top) + y) * width as usize * 4 + left;
        data.get_mut(start..start + row)?.copy_from_slice(pixels);
    }
    Some(Decoded { raster: Raster { width, height, alpha: true, data }, profile: None })
}

fn webp(bytes: &[u8]) -> Option<Decoded> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).ok()?;
    decoder.set_memory_limit(DECODE_BUDGET as usize);
    let (width, height) = decoder.dimensions();
    let alpha = decoder.has_alpha();
    let profile = decoder.icc_profile().ok().flatten();
    let mut data = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut data).ok()?;
    Some(Decoded { raster: Raster { width, height, alpha, data }, profile })
}
