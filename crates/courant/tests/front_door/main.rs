//! Tests by the front door: a real server on a temporary data folder, a client, a clock that is passed in.

mod api;
mod audit;
mod desk;
mod entrance;
mod fronts;
mod harness;
mod import;
mod last_page;
mod layers;
mod leaks;
mod media_files;
mod newsroom;
mod people;
mod pictures;
mod public;
mod record;
mod redirects;
mod roles;
mod routes;
mod site;
mod themes;
mod times;
mod together;
