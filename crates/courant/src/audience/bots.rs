//! Which requests are views: a list of steps, each with its reason to stop. `docs/COUNTING.md` tells the same to people.

use std::net::IpAddr;
use std::sync::LazyLock;

/// What counting needs to know of an answered request. Header values are as they came, in any bytes.
#[derive(Debug, Clone, Copy)]
pub struct ViewRequest<'a> {
    /// Method, as in `GET`.
    pub method: &'a str,
    /// Status of the answer.
    pub status: u16,
    /// The reader's address, as found by the trusted-proxy rules.
    pub address: IpAddr,
    /// `User-Agent`.
    pub user_agent: Option<&'a [u8]>,
    /// `Sec-Purpose` (Fetch standard).
    pub sec_purpose: Option<&'a [u8]>,
    /// `Purpose` (Safari, older Chromium) or `X-Purpose`.
    pub purpose: Option<&'a [u8]>,
    /// `X-Moz` (older Firefox).
    pub x_moz: Option<&'a [u8]>,
}

/// Why a request is no view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotCounted {
    /// Not a GET.
    Method,
    /// The answer was neither 200 nor 304.
    Status,
    /// Fetched in advance, or for a preview.
    Prefetch,
    /// No `User-Agent`.
    NoUserAgent,
    /// A search engine, archive, model trainer or another robot.
    Bot,
    /// A messenger or network that draws a preview of a link.
    LinkPreview,
    /// A service that watches whether sites are up or fast.
    Monitor,
    /// A program's HTTP library, a driven browser, a scanner.
    Tool,
    /// Nothing that calls itself a browser.
    NotABrowser,
    /// The same reader on the same story within minutes.
    Repeat,
    /// No story.
    NoStory,
}

type Step = fn(&ViewRequest<'_>) -> Result<(), NotCounted>;

/// The steps in order, cheapest first.
pub const STEPS: [(&str, Step); 6] = [
    ("method", method),
    ("status", status),
    ("prefetch", prefetch),
    ("empty user agent", empty_user_agent),
    ("known robots", known_robots),
    ("browsers only", browsers_only),
];

/// Whether a request is a view, repeats apart.
///
/// # Errors
/// The reason of the first step that stops it.
pub fn counts(request: &ViewRequest<'_>) -> Result<(), NotCounted> {
    STEPS.iter().try_for_each(|(_, step)| step(request))
}

fn method(request: &ViewRequest<'_>) -> Result<(), NotCounted> {
    if request.method == "GET" { Ok(()) } else { Err(NotCounted::Method) }
}

/// 304 counts: the reader opens the page from the browser's cache after asking us.
fn status(request: &ViewRequest<'_>) -> Result<(), NotCounted> {
    if matches!(request.status, 200 | 304) { Ok(()) } else { Err(NotCounted::Status) }
}

fn prefetch(request: &ViewRequest<'_>) -> Result<(), NotCounted> {
    let ahead = [request.sec_purpose, request.purpose, request.x_moz].into_iter().flatten().any(|value| {
        let value = value.to_ascii_lowercase();
        ["prefetch", "prerender", "preview"].iter().any(|word| contains(&value, word.as_bytes()))
    });
    if ahead { Err(NotCounted::Prefetch) } else { Ok(()) }
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|w| w == word)
}

fn empty_user_agent(request: &ViewRequest<'_>) -> Result<(), NotCounted> {
    let empty = request.user_agent.is_none_or(|ua| ua.trim_ascii().is_empty() || ua.trim_ascii() == b"-");
    if empty { Err(NotCounted::NoUserAgent) } else { Ok(()) }
}

/// Browsers for people begin like this; the text browsers are named.
const BROWSERS: [&str; 9] = ["mozilla/", "opera/", "lynx/", "w3m/", "links (", "elinks", "dillo/", "netsurf/", "nokia"];

fn browsers_only(request: &ViewRequest<'_>) -> Result<(), NotCounted> {
    let user_agent = request.user_agent.unwrap_or_default().trim_ascii_start();
    let known = BROWSERS.iter().any(|start| user_agent.get(..start.len()).is_some_and(|s| s.eq_ignore_ascii_case(start.as_bytes())));
    if known { Ok(()) } else { Err(NotCounted::NotABrowser) }
}

/// Parts of user agents in lower case. An address of a page (`://`) is how honest robots say who they are.
const BOTS: &[&str] = &[
    "bot",
    "spider",
    "crawl",
    "slurp",
    "scrap",
    "://",
    "+http",
    "archive.org",
    "ia_archiver",
    "heritrix",
    "mediapartners-google",
    "google-inspectiontool",
    "google-safety",
    "googleother",
    "google-extended",
    "google-read-aloud",
    "google favicon",
    "feedfetcher",
    "feedly",
    "feedbin",
    "inoreader",
    "newsblur",
    "miniflux",
    "freshrss",
    "tiny tiny rss",
    "chatgpt-user",
    "claude-user",
    "claude-web",
    "anthropic-ai",
    "perplexity-user",
    "cohere-ai",
    "mistralai-user",
    "meta-external",
    "facebookcatalog",
    "yandeximages",
    "yandexmedia",
    "teoma",
    "grapeshot",
    "semrush",
    "ahrefs",
    "turnitin",
    "proximic",
    "quantify",
    "ltx71",
    "panscient",
    "netcraft",
    "mojeek",
    "seokicks",
    "dataprovider",
    "amazon-kendra",
    "duckassist",
    "iaskspider",
];

const PREVIEWS: &[&str] = &[
    "facebookexternalhit",
    "whatsapp/",
    "skypeuripreview",
    "bingpreview",
    "google web preview",
    "slack-imgproxy",
    "embedly",
    "iframely",
    "vkshare",
    "flipboardproxy",
    "outbrain",
    "preview",
    "unfurl",
    "snap url",
    "synapse (",
    "mattermost-",
    "microsoft office",
    "ms-office",
    "opengraph",
];

const MONITORS: &[&str] = &[
    "pingdom",
    "statuscake",
    "site24x7",
    "datadog",
    "newrelic",
    "catchpoint",
    "uptime",
    "nagios",
    "check_http",
    "zabbix",
    "icinga",
    "prometheus",
    "blackbox",
    "monitor",
    "hetrix",
    "freshping",
    "updown.io",
    "checkly",
    "dynatrace",
    "gomez",
    "keynote",
    "lighthouse",
    "page speed",
    "pagespeed",
    "gtmetrix",
    "ptst/",
    "webpagetest",
    "speedcurve",
    "calibre",
    "validator",
    "nu html checker",
    "w3c-",
    "w3c_",
    "linkcheck",
    "link check",
    "checklink",
];

const TOOLS: &[&str] = &[
    "headless",
    "phantomjs",
    "selenium",
    "puppeteer",
    "playwright",
    "cypress",
    "electron-fetch",
    "prerender",
    "curl",
    "wget",
    "libwww-perl",
    "lwp",
    "python",
    "aiohttp",
    "httpx",
    "go-http-client",
    "okhttp",
    "java/",
    "httpclient",
    "http-client",
    "guzzle",
    "php/",
    "ruby",
    "axios",
    "node-fetch",
    "undici",
    "node.js",
    "postman",
    "insomnia",
    "httpie",
    "dart:io",
    "dart/",
    "reqwest",
    "hyper/",
    "winhttp",
    "urllib",
    "mechanize",
    "htmlparser",
    "jsdom",
    "fetch",
    "nikto",
    "nessus",
    "sqlmap",
    "nmap",
    "masscan",
    "zgrab",
    "nuclei",
    "censys",
    "qualys",
    "openvas",
    "acunetix",
    "netsparker",
    "expanse",
    "internetmeasurement",
    "internet-measurement",
    "projectdiscovery",
    "wpscan",
    "apachebench",
    "wrk/",
    "h2load",
    "k6/",
    "vegeta",
    "jmeter",
];

/// The longest part of a user agent looked at, in bytes.
const MAX_USER_AGENT: usize = 512;

/// Parts of user agents that begin with the same byte, and what they tell.
type Parts = Vec<(&'static [u8], NotCounted)>;

/// All parts, by their first byte: one pass over a user agent finds any of them.
static BY_FIRST: LazyLock<Vec<Parts>> = LazyLock::new(|| {
    let mut table = vec![Vec::new(); 256];
    // Previews first: `preview` says more than the `bot` that may follow.
    let lists = [(PREVIEWS, NotCounted::LinkPreview), (MONITORS, NotCounted::Monitor), (BOTS, NotCounted::Bot), (TOOLS, NotCounted::Tool)];
    for (list, reason) in lists {
        for part in list {
            table[usize::from(part.as_bytes()[0])].push((part.as_bytes(), reason));
        }
    }
    table
});

fn known_robots(request: &ViewRequest<'_>) -> Result<(), NotCounted> {
    let user_agent = request.user_agent.unwrap_or_default();
    let mut lower = [0; MAX_USER_AGENT];
    let length = user_agent.len().min(MAX_USER_AGENT);
    for (to, from) in lower.iter_mut().zip(user_agent) {
        *to = from.to_ascii_lowercase();
    }
    let lower = &lower[..length];
    for (at, first) in lower.iter().enumerate() {
        for (part, reason) in &BY_FIRST[usize::from(*first)] {
            // Cubot is a maker of telephones.
            if lower[at..].starts_with(part) && !(*part == b"bot" && lower[..at].ends_with(b"cu")) {
                return Err(*reason);
            }
        }
    }
    Ok(())
}
