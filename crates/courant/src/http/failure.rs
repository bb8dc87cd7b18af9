//! Refusals as answers: one sentence and a next step, whatever the door. Causes go to the log, once, here.

use crate::pages::PageProblem;
use crate::publish::Refusal;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use courant_news::copy::Finding;
use courant_news::permit::Refused;
use courant_store::Problem;

/// Why a request was not answered as asked.
#[derive(Clone, Debug)]
pub struct Failure {
    /// HTTP status.
    pub status: u16,
    /// What is wrong, one sentence.
    pub sentence: String,
    /// The next step, one sentence.
    pub next: String,
    /// What the checks found, when they stand in the way.
    pub findings: Vec<Finding>,
}

impl Failure {
    /// A refusal.
    pub fn new(status: u16, sentence: impl Into<String>, next: impl Into<String>) -> Failure {
        Failure { status, sentence: sentence.into(), next: next.into(), findings: Vec::new() }
    }

    /// 404.
    pub fn missing(what: &str) -> Failure {
        Failure::new(404, format!("There is no {what} here."), "Check the address, or look it up in the list.")
    }

    /// 413.
    pub fn too_large(what: &str, most: usize) -> Failure {
        let most = if most >= 1 << 20 { format!("{} MB", most >> 20) } else { format!("{} KB", most >> 10) };
        Failure::new(413, format!("This {what} is larger than {most}."), "Send a smaller one.")
    }

    /// 422.
    pub fn invalid(sentence: impl Into<String>, next: impl Into<String>) -> Failure {
        Failure::new(422, sentence, next)
    }

    /// As JSON: `{"error", "next"}`.
    pub fn json(&self) -> serde_json::Value {
        let mut out = serde_json::json!({ "error": self.sentence, "next": self.next });
        if !self.findings.is_empty() {
            out["findings"] = serde_json::json!(self.findings);
        }
        out
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Failure {
        tracing::error!(error = ?problem, "the store refused");
        let status = match &problem {
            Problem::DiskFull | Problem::ReadOnly => 507,
            Problem::Busy => 503,
            _ => 500,
        };
        Failure::new(status, problem.to_string(), problem.next())
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        Failure::new(403, refused.to_string(), "Nothing was changed.")
    }
}

impl From<PageProblem> for Failure {
    fn from(problem: PageProblem) -> Failure {
        match problem {
            PageProblem::Store(problem) => problem.into(),
            PageProblem::Theme(problem) => {
                tracing::error!(error = %problem, "the theme refused");
                Failure::new(500, "The page could not be made.", "Mend the theme; the log of the server says where.")
            }
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        let status = match &refusal {
            Refusal::Store(_) => {
                let Refusal::Store(problem) = refusal else { unreachable!("matched above") };
                return problem.into();
            }
            Refusal::NotPermitted(_) | Refusal::NotYours(_) => 403,
            Refusal::Missing(_) => 404,
            Refusal::NotNow(_) | Refusal::Moved { .. } | Refusal::SentBefore => 409,
            Refusal::Breaches(_) | Refusal::Invalid { .. } => 422,
        };
        let failure = Failure::new(status, refusal.to_string(), refusal.next());
        match refusal {
            Refusal::Breaches(findings) => Failure { findings, ..failure },
            _ => failure,
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self.json())).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status == 401 {
            // RFC 9110, section 11.6.1: a 401 says how to come in. A browser asks nobody for a bearer token.
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if self.status == 503 {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        // The newsroom's layer turns this into a page where a person is looking.
        response.extensions_mut().insert(self);
        response
    }
}
