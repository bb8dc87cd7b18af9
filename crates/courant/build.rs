//! Lists the demo paper's files, so that they are in the binary and `courant demo` needs nothing beside it.

use std::fmt::Write;
use std::path::Path;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo");
    let mut out = String::from("&[\n");
    for folder in ["stories", "stories/pictures", "stories/recordings"] {
        let path = root.join(folder);
        println!("cargo::rerun-if-changed={}", path.display());
        let mut files: Vec<_> = std::fs::read_dir(&path).expect("the demo paper").flatten().map(|e| e.path()).filter(|p| p.is_file()).collect();
        files.sort();
        for file in files {
            let name = file.file_name().expect("a name").to_string_lossy().into_owned();
            let name = folder.strip_prefix("stories/").map_or(name.clone(), |inside| format!("{inside}/{name}"));
            writeln!(out, "({name:?}, include_bytes!({:?}) as &[u8]),", file.display().to_string()).expect("a string grows");
        }
    }
    out.push(']');
    let to = Path::new(&std::env::var("OUT_DIR").expect("cargo sets it")).join("demo_files.rs");
    std::fs::write(to, out).expect("writes");
}
