//! What it looks like: data in, bytes out. No I/O, no clock.

pub mod assets;
pub mod bands;
pub mod body;
pub mod calendar;
pub mod feed;
pub mod json_ld;
pub mod newsroom;
pub mod sentence;
pub mod sitemap;
pub mod theme;
pub mod times;
pub mod view;
pub mod well_known;
pub mod xml;
