//! Configuration: one TOML file, then the environment (`COURANT_…`), then flags, in rising order.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What the paper says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    /// Name.
    pub name: String,
    /// One line under the name.
    pub strapline: String,
    /// BCP 47.
    pub language: String,
    /// IANA zone in which days begin and times are shown.
    pub time_zone: String,
    /// Public address without a slash at the end; empty: the address that is listened on.
    pub url: String,
    /// About the paper, in Markdown.
    pub about: String,
    /// Further ways to follow, beside the feeds.
    pub follow: Vec<Follow>,
    /// Who publishes it, for search engines.
    pub publisher: Publisher,
}

/// Who publishes the paper, as schema.org's `NewsMediaOrganization` is told. Every field may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Publisher {
    /// Name in law.
    pub legal_name: String,
    /// `desk@paper.example`.
    pub email: String,
    /// Telephone with its country.
    pub telephone: String,
    /// Postal address in one line.
    pub address: String,
    /// Year or day of founding, `1921` or `1921-03-01`.
    pub founded: String,
}

/// What the newsroom has set of the site; what it has not set is as the file says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Kept {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strapline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow: Option<Vec<Follow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Publisher>,
}

/// A way to follow the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Follow {
    /// 'Mastodon'.
    pub name: String,
    /// What it gives, one sentence.
    #[serde(default)]
    pub what: String,
    /// An https address.
    pub url: String,
}

impl Default for Site {
    fn default() -> Site {
        Site {
            name: "The Courant".into(),
            strapline: String::new(),
            language: "en".into(),
            time_zone: "UTC".into(),
            url: String::new(),
            about: String::new(),
            follow: Vec::new(),
            publisher: Publisher::default(),
        }
    }
}

/// The whole file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The paper.
    pub site: Site,
    /// Address and port of the site.
    pub listen: Option<String>,
    /// Address and port of `/metrics`; none: it is not served.
    pub metrics: Option<String>,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Whether other people's sites are asked what stands at the links to them; none: yes. `false` for a server that
    /// may not, or for a newsroom that does not want it known which pages it looks at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask_other_sites: Option<bool>,
    /// Longest that a page of a theme's own templates may take, in milliseconds; none: 250.
    pub theme_milliseconds: Option<u64>,
}

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{sentence}")]
pub struct ConfigProblem {
    /// What is wrong, with file and line.
    pub sentence: String,
    /// What to do.
    pub next: String,
}

impl Config {
    /// Whether other people's sites are asked.
    pub fn asks_other_sites(&self) -> bool {
        self.ask_other_sites.unwrap_or(true)
    }

    /// Reads a file; a missing one is the default unless somebody named it.
    ///
    /// # Errors
    /// [`ConfigProblem`] with file and line.
    pub fn read(path: &Path, named: bool) -> Result<Config, ConfigProblem> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && !named => return Ok(Config::default()),
            Err(e) => {
                let sentence = format!("The configuration {} cannot be read: {e}.", path.display());
                return Err(ConfigProblem { sentence, next: "Check the path given with --config and who may read it.".into() });
            }
        };
        let config: Config = toml::from_str(&text).map_err(|e| ConfigProblem {
            sentence: format!(
                "{}, line {}: {}.",
                path.display(),
                e.span().map_or(1, |at| text[..at.start].matches('\n').count() + 1),
                e.message().trim_end_matches('.')
            ),
            next: "Mend that line; docs/OPERATIONS.md lists every key.".into(),
        })?;
        config.site.zone()?;
        Ok(config)
    }

    /// Lays the environment over it: `COURANT_LISTEN`, `COURANT_METRICS`, `COURANT_SITE_URL`,
    /// `COURANT_ASK_OTHER_SITES`.
    #[must_use]
    pub fn with_environment(mut self) -> Config {
        let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
        self.listen = set("COURANT_LISTEN").or(self.listen);
        self.metrics = set("COURANT_METRICS").or(self.metrics);
        // Anything but a plain yes means no: who sets it wants to be left alone.
        self.ask_other_sites = set("COURANT_ASK_OTHER_SITES").map(|v| matches!(v.as_str(), "true" | "yes" | "1")).or(self.ask_other_sites);
        if let Some(url) = set("COURANT_SITE_URL") {
            self.site.url = url;
        }
        self
    }
}

impl Site {
    /// The site as the newsroom has set it: what is set there wins over the file, field by field.
    #[must_use]
    pub fn with(&self, kept: Kept) -> Site {
        let own = self.clone();
        Site {
            name: kept.name.unwrap_or(own.name),
            strapline: kept.strapline.unwrap_or(own.strapline),
            language: kept.language.unwrap_or(own.language),
            time_zone: kept.time_zone.unwrap_or(own.time_zone),
            follow: kept.follow.unwrap_or(own.follow),
            publisher: kept.publisher.unwrap_or(own.publisher),
            url: own.url,
            about: own.about,
        }
    }

    /// The paper's zone.
    ///
    /// # Errors
    /// [`ConfigProblem`] when there is none of that name.
    pub fn zone(&self) -> Result<TimeZone, ConfigProblem> {
        TimeZone::get(&self.time_zone).map_err(|_| ConfigProblem {
            sentence: format!("‘{}’ is no time zone.", self.time_zone),
            next: "Set site.time_zone to an IANA name such as Europe/Berlin or Asia/Seoul.".into(),
        })
    }
}
