//! Tests by the front door: a real server on a temporary data folder, a client, a clock that is passed in.

mod api;
mod fronts;
mod harness;
mod import;
mod layers;
mod leaks;
mod newsroom;
mod public;
mod redirects;
mod routes;
mod site;
mod themes;
mod times;
