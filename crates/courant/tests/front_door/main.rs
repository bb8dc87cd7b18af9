//! Tests by the front door: a real server on a temporary data folder, a client, a clock that is passed in.

mod api;
mod desk;
mod fronts;
mod harness;
mod import;
mod last_page;
mod layers;
mod leaks;
mod newsroom;
mod public;
mod record;
mod redirects;
mod routes;
mod site;
mod themes;
mod times;
mod together;
