//! The program: newsroom, public site and command line in one binary.

pub mod api;
pub mod app;
pub mod audience;
pub mod cli;
pub mod clock;
pub mod config;
pub mod doors;
pub mod finder;
pub mod http;
pub mod import;
mod index;
pub mod links;
pub mod media;
pub mod newsroom;
pub mod observe;
pub mod outside;
pub mod pages;
pub mod people;
pub mod pictures;
pub mod publish;
pub mod recordings;
pub mod search;
pub mod server;
pub mod site;
pub mod themes;
pub mod together;
pub mod wire;
