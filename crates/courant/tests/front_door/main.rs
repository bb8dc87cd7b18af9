//! Tests by the front door: a real server on a temporary data folder, a client, a clock that is passed in.

mod api;
mod audit;
mod desk;
mod elsewhere;
mod entrance;
mod fronts;
mod harness;
mod import;
mod last_page;
mod layers;
mod leaks;
mod links;
mod media_files;
mod newsroom;
mod outside;
mod people;
mod public;
mod record;
mod redirects;
mod roles;
mod routes;
mod site;
mod themes;
mod times;
mod together;
