//! Tests by the front door: a real server on a temporary data folder, a client, a clock that is passed in.

mod api;
mod audit;
mod entrance;
mod harness;
mod import;
mod layers;
mod leaks;
mod newsroom;
mod people;
mod public;
mod roles;
mod routes;
mod times;
