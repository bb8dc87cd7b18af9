//! Colours to sRGB, so that the profile can be dropped.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::decode::Raster;

/// The longest profile looked at, in bytes. Real ones of displays and cameras have under 10 KB, with tables under 2 MB.
const MAX_PROFILE: usize = 4 * 1024 * 1024;

/// Converts the pixels from the profile's colours to sRGB, in place.
///
/// A profile that is broken, or that is not one of RGB (grey and CMYK were made RGB by the decoder), changes nothing.
pub(super) fn to_srgb(raster: &mut Raster, profile: &[u8]) {
    // ICC.1:2022, 7.2: colour space at byte 16, signature at byte 36.
    let is_rgb = profile.get(16..20) == Some(b"RGB ") && profile.get(36..40) == Some(b"acsp");
    if !is_rgb || profile.len() > MAX_PROFILE {
        return;
    }
    let kind = if raster.alpha { qcms::DataType::RGBA8 } else { qcms::DataType::RGB8 };
    // Profiles are foreign input: a panic while building the conversion means a broken profile.
    let transform = catch_unwind(AssertUnwindSafe(|| {
        let input = qcms::Profile::new_from_slice(profile, false)?;
        if input.is_sRGB() {
            return None;
        }
        let mut output = qcms::Profile::new_sRGB();
        output.precache_output_transform();
        qcms::Transform::new(&input, &output, kind, qcms::Intent::Perceptual)
    }));
    if let Ok(Some(transform)) = transform {
        transform.apply(&mut raster.data);
    }
}
