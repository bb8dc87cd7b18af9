//! Forms: `application/x-www-form-urlencoded` pairs in document order, repeated names kept.

/// A value as it stands in the query of an address; every byte but letters, digits and `-._~` is escaped (RFC 3986, section 2.3).
pub fn encode(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// Reads pairs (WHATWG URL, section 5.1); bytes that are no UTF-8 become U+FFFD.
pub fn pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .take(4000)
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = || u8::from_str_radix(text.get(at + 1..at + 3)?, 16).ok();
        match bytes[at] {
            b'+' => out.push(b' '),
            b'%' => {
                if let Some(byte) = hex() {
                    out.push(byte);
                    at += 2;
                } else {
                    out.push(b'%');
                }
            }
            other => out.push(other),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A form's fields.
#[derive(Clone, Debug, Default)]
pub struct Form(pub Vec<(String, String)>);

impl Form {
    /// The first value of a name, trimmed; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
    }

    /// The first value of a name exactly as it was sent: for passwords.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str())
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.text(name).parse().ok()
    }
}

/// The fields of an address, after its question mark.
#[derive(Clone, Debug, Default)]
pub struct Query(pub Form);

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for Query {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut axum::http::request::Parts, _: &S) -> Result<Query, Self::Rejection> {
        Ok(Query(Form(pairs(parts.uri.query().unwrap_or_default()))))
    }
}

impl<S: Send + Sync> axum::extract::FromRequest<S> for Form {
    type Rejection = super::Failure;
    async fn from_request(request: axum::extract::Request, _: &S) -> Result<Form, super::Failure> {
        let bytes = super::read_body(request.into_body(), 1 << 20, "form").await?;
        Ok(Form(pairs(&String::from_utf8_lossy(&bytes))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_read_back() {
        let text = "a&b=c d+é/%\"<";
        assert_eq!(pairs(&format!("q={}", encode(text))), [("q".to_owned(), text.to_owned())]);
    }

    #[test]
    fn pairs_keep_their_order_and_repeated_names() {
        let read = pairs("slot=3&kicker=A+B&slot=4&kicker=%C3%A9t%C3%A9&broken=%zz");
        let read: Vec<_> = read.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(read, [("slot", "3"), ("kicker", "A B"), ("slot", "4"), ("kicker", "été"), ("broken", "%zz")]);
    }
}
