//! Tests by the front door: a real server on a temporary data folder, a client, a clock that is passed in.

mod api;
mod harness;
mod import;
mod layers;
mod leaks;
mod media_files;
mod newsroom;
mod public;
mod routes;
mod times;
