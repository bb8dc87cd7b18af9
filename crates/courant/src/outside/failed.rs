//! Why an address gave no answer.

/// Why an address gave no answer. What people read of it is written by whoever asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failed {
    /// It is no address of the web.
    #[error("no address of the web")]
    NoAddress,
    /// It holds a name or a password.
    #[error("it holds a name or a password")]
    NamesSomebody,
    /// It names a port that is not asked.
    #[error("port {0} is not asked")]
    Port(u16),
    /// It leads to no place of the open Internet, or was sent on to one that is not.
    #[error("it leads inside a network")]
    Inside,
    /// There is no such name.
    #[error("no such name")]
    NoSuchName,
    /// The name could not be looked up.
    #[error("the name could not be looked up")]
    NotResolved,
    /// Nobody takes a connection there.
    #[error("the connection was refused")]
    Refused,
    /// It cannot be reached from here.
    #[error("it cannot be reached")]
    Unreachable,
    /// Its certificate is not right.
    #[error("certificate: {0:?}")]
    Certificate(Certificate),
    /// No encrypted line came about.
    #[error("no encrypted line came about")]
    NoTls,
    /// It took too long.
    #[error("it took too long")]
    Time,
    /// It was sent on too often.
    #[error("it was sent on too often")]
    SentOn,
    /// What came is no answer, or its head is too large.
    #[error("no answer of HTTP")]
    NoAnswer,
    /// Its body is larger than was wanted.
    #[error("the body is too large")]
    TooMuch,
    /// Its body is packed although it was asked for plain.
    #[error("the body is packed")]
    Packed,
}

/// What is wrong with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// It has ended.
    Expired,
    /// It has not begun.
    NotYet,
    /// It is another site's.
    OtherName,
    /// Nobody whom browsers trust has signed it, as far as the site shows.
    Unknown,
    /// Something else.
    Other,
}

impl From<&rustls::Error> for Failed {
    fn from(error: &rustls::Error) -> Failed {
        use rustls::CertificateError as E;
        let rustls::Error::InvalidCertificate(error) = error else { return Failed::NoTls };
        Failed::Certificate(match error {
            E::Expired | E::ExpiredContext { .. } => Certificate::Expired,
            E::NotValidYet | E::NotValidYetContext { .. } => Certificate::NotYet,
            E::NotValidForName | E::NotValidForNameContext { .. } => Certificate::OtherName,
            E::UnknownIssuer => Certificate::Unknown,
            _ => Certificate::Other,
        })
    }
}
