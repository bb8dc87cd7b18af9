//! `courant`: see `courant --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    courant::cli::run()
}
