//! Tests by the front door: a real server on a temporary data folder, a client, a clock that is passed in.

mod api;
mod desk;
mod harness;
mod import;
mod last_page;
mod layers;
mod leaks;
mod newsroom;
mod public;
mod record;
mod routes;
mod times;
mod together;
