//! The front in bands: a main column with what stands beside it. The parts come in one list, as somebody put them in
//! order; which column each belongs to is its nature, and a band ends where the main column changes its kind.

use crate::view::{FrontPage, Strip};
use serde::Serialize;

/// A part of the front in its place.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Part {
    /// `lead`, `lead_links`, `second`, `strips`, `breaking_news`, `coming`, `most_viewed`, `connect`.
    pub name: String,
    /// Whether the lines of its storyline stand in one block with the lead.
    pub links: bool,
    /// Section strips, in order.
    pub strips: Vec<Strip>,
}

/// A band of the front.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Band {
    /// `top`: lead and second rank; `below`: section strips.
    pub kind: &'static str,
    /// The main column.
    pub main: Vec<Part>,
    /// What stands beside it.
    pub side: Vec<Part>,
    /// Whether what stands beside it comes first on a narrow screen and for who listens.
    pub side_first: bool,
}

/// A front with the parts that are wanted, in their order; what is not wanted is emptied, for templates that look at
/// the parts themselves.
pub fn placed(mut front: FrontPage, parts: &[&str]) -> FrontPage {
    let shows = |part: &str| parts.contains(&part);
    if !shows("lead") {
        front.lead = None;
    }
    for (part, list) in [("lead_links", &mut front.lead_links), ("second", &mut front.second), ("breaking_news", &mut front.breaking_news)] {
        if !shows(part) {
            list.clear();
        }
    }
    if !shows("coming") {
        front.coming.clear();
    }
    if !shows("most_viewed") {
        front.most_viewed = crate::view::MostViewed::default();
    }
    front.strips.retain(|strip| shows("strips") || shows(&format!("strip:{}", strip.slug)));
    // At the very end it is the foot of the page, as on every other.
    front.page.no_connect = parts.last() != Some(&"connect");
    front.bands = bands(&front, parts);
    front
}

fn bands(front: &FrontPage, parts: &[&str]) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for part in parts {
        let (kind, part) = match *part {
            "lead" if front.lead.is_some() => ("top", *part),
            "lead_links" if !front.lead_links.is_empty() => ("top", *part),
            "second" if !front.second.is_empty() => ("top", *part),
            "breaking_news" if !front.breaking_news.is_empty() => ("", *part),
            "coming" if !front.coming.is_empty() => ("", *part),
            "most_viewed" if !front.most_viewed.today.is_empty() || !front.most_viewed.week.is_empty() => ("", *part),
            "connect" if front.page.no_connect => ("", *part),
            strip if strip == "strips" || strip.starts_with("strip:") => ("below", strip),
            _ => continue,
        };
        match kind {
            "" => beside(&mut bands, part),
            "top" => main_column(&mut bands, kind, Part { name: part.into(), ..Part::default() }),
            _ => {
                let strips = strips(front, parts, part);
                if !strips.is_empty() {
                    main_column(&mut bands, kind, Part { name: "strips".into(), strips, ..Part::default() });
                }
            }
        }
    }
    for band in bands.iter_mut().filter(|band| band.kind.is_empty()) {
        band.kind = "top";
    }
    bands
}

/// The strip of one section, or all that are not named by themselves.
fn strips(front: &FrontPage, parts: &[&str], part: &str) -> Vec<Strip> {
    let named = |strip: &Strip| parts.iter().any(|p| p.strip_prefix("strip:") == Some(strip.slug.as_str()));
    let wanted = |strip: &&Strip| match part.strip_prefix("strip:") {
        Some(slug) => strip.slug == slug,
        None => !named(strip),
    };
    front.strips.iter().filter(|strip| !strip.teasers.is_empty()).filter(wanted).cloned().collect()
}

fn beside(bands: &mut Vec<Band>, part: &str) {
    if bands.is_empty() {
        bands.push(Band::default());
    }
    if let Some(band) = bands.last_mut() {
        band.side_first |= band.main.is_empty();
        band.side.push(Part { name: part.into(), ..Part::default() });
    }
}

fn main_column(bands: &mut Vec<Band>, kind: &'static str, part: Part) {
    match bands.last_mut() {
        Some(band) if band.kind == kind || band.main.is_empty() => {
            band.kind = kind;
            match band.main.last_mut() {
                Some(last) if last.name == "lead" && part.name == "lead_links" => last.links = true,
                Some(last) if last.name == "strips" && part.name == "strips" => last.strips.extend(part.strips),
                _ => band.main.push(part),
            }
        }
        _ => bands.push(Band { kind, main: vec![part], ..Band::default() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Coming, Link, MostViewed, Teaser};

    fn front() -> FrontPage {
        let one = || vec![Teaser::default()];
        let strip = |slug: &str| Strip { slug: slug.into(), section: Link::default(), teasers: one() };
        FrontPage {
            lead: Some(Teaser::default()),
            lead_links: one(),
            second: one(),
            breaking_news: one(),
            strips: vec![strip("world"), strip("sport"), strip("art")],
            most_viewed: MostViewed { today: one(), week: Vec::new() },
            coming: vec![Coming::default()],
            ..FrontPage::default()
        }
    }

    /// `kind: main / side`, one for each band.
    fn said(parts: &[&str]) -> Vec<String> {
        let names = |parts: &[Part]| {
            let name = |p: &Part| match p.strips.as_slice() {
                [] if p.links => format!("{}+links", p.name),
                [] => p.name.clone(),
                strips => strips.iter().map(|s| s.slug.clone()).collect::<Vec<_>>().join("+"),
            };
            parts.iter().map(name).collect::<Vec<_>>().join(" ")
        };
        let band = |b: &Band| format!("{}: {} / {}{}", b.kind, names(&b.main), names(&b.side), if b.side_first { " first" } else { "" });
        placed(front(), parts).bands.iter().map(band).collect()
    }

    #[test]
    fn the_house_s_front_has_its_two_bands() {
        let house = said(&crate::theme::look::PARTS);
        assert_eq!(house, ["top: lead+links second / breaking_news coming", "below: world+sport+art / most_viewed"]);
    }

    #[test]
    fn every_part_stands_where_it_was_put_and_what_is_left_out_is_gone() {
        assert_eq!(
            said(&["most_viewed", "strip:art", "second", "lead", "coming", "connect", "lead_links", "strips"]),
            ["below: art / most_viewed first", "top: second lead+links / coming connect", "below: world+sport / "]
        );
        assert_eq!(said(&["connect"]), Vec::<String>::new(), "the foot of the page has it");
        assert_eq!(said(&["breaking_news", "strip:none"]), ["top:  / breaking_news first"]);
        assert!(placed(front(), &["strip:art"]).strips.len() == 1 && placed(front(), &[]).lead.is_none());
        assert!(placed(front(), &["connect", "lead"]).page.no_connect && !placed(front(), &["lead", "connect"]).page.no_connect);
    }
}
