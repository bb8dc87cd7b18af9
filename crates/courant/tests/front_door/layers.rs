//! Dependencies point one way: each part of the program uses only the parts that its row names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Part, and the parts it may use. What is not named is forbidden. `app` builds everything, so whoever answers requests
/// is given it; rules about what they may do with it are kept by permits.
const MAY_USE: &[(&str, &[&str])] = &[
    (
        "app",
        &[
            "audience", "clock", "config", "finder", "http", "links", "media", "observe", "outside", "pages", "people", "publish", "search",
            "themes", "together", "wire",
        ],
    ),
    ("api", &["app", "http", "import", "media", "pages", "publish", "wire", "people"]),
    ("audience", &[]),
    ("cli", &["app", "clock", "config", "http", "import", "media", "observe", "outside", "people", "pictures", "publish", "server", "wire"]),
    ("clock", &[]),
    ("config", &[]),
    ("doors", &["api", "app", "http", "media", "newsroom", "observe", "search"]),
    ("finder", &["index"]),
    // `newsroom` draws the page for a refusal where a person is looking.
    ("http", &["app", "newsroom", "pages", "people", "publish"]),
    ("import", &["http", "media", "publish", "wire"]),
    ("index", &[]),
    ("links", &["app", "outside"]),
    ("media", &["app", "http", "pictures", "publish", "recordings"]),
    (
        "newsroom",
        &["app", "config", "finder", "http", "links", "media", "pages", "people", "pictures", "publish", "recordings", "themes", "together", "wire"],
    ),
    ("observe", &["app"]),
    ("outside", &[]),
    ("pages", &["config", "pictures", "themes"]),
    ("people", &["app", "http", "publish"]),
    ("pictures", &[]),
    // Every draft is saved through the shared document where there is one; what is written there is saved by `publish`.
    ("publish", &["together"]),
    ("recordings", &[]),
    ("search", &["app", "http", "index", "pages"]),
    ("server", &["app", "doors", "observe", "site", "together"]),
    ("site", &["app", "audience", "http", "pages"]),
    ("themes", &["pictures"]),
    ("together", &["app", "http", "people", "publish"]),
    ("wire", &[]),
];

fn rust_files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("reads").flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

fn used(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in text.split("crate::").skip(1) {
        if let Some(group) = part.strip_prefix('{') {
            let names = group.split('}').next().unwrap_or_default().split(',');
            found.extend(names.map(|n| n.trim().split("::").next().unwrap_or_default().to_owned()));
        } else {
            found.insert(part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found.remove("");
    found
}

#[test]
fn every_part_uses_only_the_parts_its_row_names() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let parts: BTreeSet<&str> = MAY_USE.iter().map(|(part, _)| *part).collect();
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&src).expect("inside");
        let part = inside.components().next().map(|c| c.as_os_str().to_string_lossy().replace(".rs", "")).unwrap_or_default();
        if matches!(part.as_str(), "lib" | "main") {
            continue;
        }
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == part) else {
            wrong.push(format!("{part} has no row in this test"));
            continue;
        };
        let text = std::fs::read_to_string(&file).expect("reads");
        for name in used(&text) {
            if parts.contains(name.as_str()) && name != part && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{} uses {name}, which the row of {part} does not name", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_public_door_never_opens_the_store() {
    let site = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/site/mod.rs")).expect("reads");
    assert!(!site.contains("courant_store") && !site.contains(".store"), "site uses the store");
}

/// Promise 17 is kept in one place.
#[test]
fn only_one_part_connects_to_anything() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    for crates in ["courant-news", "courant-store", "courant-render", "courant"] {
        rust_files(&src.join("../..").join(crates).join("src"), &mut files);
    }
    let connects = ["TcpStream::connect", "UdpSocket", "UnixStream", "lookup_host", "to_socket_addrs", "client::conn", "TlsConnector", "TcpSocket"];
    let outside = |file: &PathBuf| file.components().any(|part| part.as_os_str() == "outside");
    let wrong: Vec<_> = files
        .iter()
        .filter(|file| !outside(file))
        .filter(|file| {
            let text = std::fs::read_to_string(file).expect("reads");
            connects.iter().any(|word| text.contains(word))
        })
        .collect();
    assert!(files.len() > 100 && wrong.is_empty(), "these connect past `outside`: {wrong:?}");
}
