//! What an answer, or none, says of a link. The sentences follow 'The link to … '.

use crate::outside::{Answer, Certificate, Failed};
use courant_news::check::Outside;
use courant_news::check::asking::of_status;

/// What was found.
pub(super) fn judge(told: &Result<Answer, Failed>) -> Outside {
    let dead = |why: &str| Outside::Dead(why.into());
    let unclear = |why: &str| Outside::Unclear(format!("could not be looked at: {why}"));
    match told {
        Ok(answer) => of_status(answer.status),
        Err(Failed::NoAddress) => dead("is not an address that a browser can open"),
        Err(Failed::NamesSomebody) => dead("holds a name or a password, which every reader would be given"),
        Err(Failed::Inside) => dead("leads inside a network; readers cannot reach it"),
        Err(Failed::NoSuchName) => dead("leads nowhere: there is no site of that name"),
        Err(Failed::Refused) => dead("leads to a site that takes no connections"),
        Err(Failed::SentOn) => dead("is sent on more than five times and arrives nowhere"),
        Err(Failed::Certificate(what)) => dead(certificate(*what)),
        Err(Failed::Port(port)) => unclear(&format!("port {port} is not asked")),
        Err(Failed::NotResolved) => unclear("the name service did not answer"),
        Err(Failed::Unreachable) => unclear("the site cannot be reached from here"),
        Err(Failed::NoTls) => unclear("no encrypted line came about"),
        Err(Failed::Time) => unclear("the site did not answer in time"),
        Err(Failed::NoAnswer | Failed::TooMuch | Failed::Packed) => unclear("the answer could not be read"),
    }
}

fn certificate(what: Certificate) -> &'static str {
    match what {
        Certificate::Expired => "leads to a site whose certificate has run out, so browsers warn readers off",
        Certificate::NotYet => "leads to a site whose certificate does not hold yet, so browsers warn readers off",
        Certificate::OtherName => "leads to a site that shows the certificate of another, so browsers warn readers off",
        Certificate::Unknown => "leads to a site whose certificate nobody known has signed, so browsers may warn readers off",
        Certificate::Other => "leads to a site whose certificate is not right, so browsers warn readers off",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_dead_only_when_something_says_so() {
        let dead = [
            Failed::NoAddress,
            Failed::NamesSomebody,
            Failed::Inside,
            Failed::NoSuchName,
            Failed::Refused,
            Failed::SentOn,
            Failed::Certificate(Certificate::Expired),
        ];
        let unclear = [Failed::Port(8443), Failed::NotResolved, Failed::Unreachable, Failed::NoTls, Failed::Time, Failed::NoAnswer];
        assert!(dead.iter().all(|failed| matches!(judge(&Err(*failed)), Outside::Dead(_))));
        assert!(unclear.iter().all(|failed| matches!(judge(&Err(*failed)), Outside::Unclear(_))));
    }
}
