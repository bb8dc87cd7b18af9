//! The program: newsroom, public site and command line in one binary.

pub mod app;
pub mod audience;
pub mod clock;
pub mod config;
pub mod http;
pub mod media;
pub mod newsroom;
pub mod observe;
pub mod pages;
pub mod people;
pub mod pictures;
pub mod publish;
pub mod search;
pub mod site;
pub mod wire;

fn about_html(t: &str) -> String { t.to_owned() }
