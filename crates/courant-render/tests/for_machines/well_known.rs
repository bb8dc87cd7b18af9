use crate::{elements, legal, texts};
use courant_render::well_known::{Icon, Site, manifest, open_search, robots};
use proptest::prelude::*;

fn site() -> Site {
    Site {
        name: "The Harbour Lantern".into(),
        strapline: "News by daylight".into(),
        origin: "https://lantern.example".into(),
        language: "en".into(),
        dir: "ltr",
        theme_colour: "#7a1f1f".into(),
        background_colour: "#fbf9f4".into(),
        icons: vec![Icon { url: "/assets/0a/icon-512.png".into(), media_type: "image/png".into(), sizes: "512x512".into(), maskable: true }],
    }
}

#[test]
fn robots_may_read_the_paper_but_not_the_newsroom() {
    insta::assert_snapshot!(robots("https://lantern.example"));
}

#[test]
fn the_manifest_names_the_paper_and_its_icons() {
    let value: serde_json::Value = serde_json::from_str(&manifest(&site())).expect("JSON");
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).expect("JSON"));
}

#[test]
fn a_browser_learns_how_to_search_the_paper() {
    let icon = Icon { url: "https://lantern.example/assets/0a/icon-512.png".into(), ..site().icons[0].clone() };
    insta::assert_snapshot!(open_search(&site(), Some(&icon)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_name_gives_well_formed_files(name in any::<String>()) {
        let site = Site { name: name.clone(), strapline: name.clone(), language: name.clone(), ..site() };
        let document = open_search(&site, Some(&site.icons[0]));
        elements(&document);
        let short = texts(&document, "ShortName").remove(0);
        prop_assert!(short.chars().count() <= 16 && legal(&name).starts_with(&short));
        let value: serde_json::Value = serde_json::from_str(&manifest(&site)).expect("JSON");
        prop_assert_eq!(&value["name"], &serde_json::json!(name));
    }
}
