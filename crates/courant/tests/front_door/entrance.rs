//! The way in: passwords, second factors, guesses, planted cookies.

use crate::harness::{Answer, PASSWORD, Paper};
use courant::config::Config;
use courant::people::{self, totp};
use courant_news::permit::{Actor, Role};
use courant_store::factors::Passkey;
use jiff::SignedDuration;

fn sign_in(paper: &Paper, cookie: &str) -> Answer {
    paper.post("/newsroom/sessions", cookie, &format!("email=ana%40paper.example&password={}", PASSWORD.replace(' ', "+")))
}

/// Sets up an app for who is signed in; its secret and the recovery codes.
fn set_up_app(paper: &Paper, person: i64, cookie: &str) -> (Vec<u8>, Vec<String>) {
    let page = paper.page("/newsroom/account/second-factor", cookie);
    assert!(page.status == 200 && page.text().contains("<svg") && !page.text().contains("otpauth"), "{}", page.text());
    let secret = people::begin_code_app(&paper.app, person).expect("begun");
    let shown: String = page.text().split("class=\"secret\">").nth(1).unwrap_or_default().split('<').next().unwrap_or_default().replace(' ', "");
    assert_eq!(shown, totp::base32(&secret));
    assert_eq!(paper.post("/newsroom/account/second-factor", cookie, "code=000000").status, 422);
    let done = paper.post("/newsroom/account/second-factor", cookie, &format!("code={}", code(paper, &secret)));
    assert_eq!(done.status, 200, "{}", done.text());
    let codes: Vec<String> = done.text().split("<li><code>").skip(1).filter_map(|p| p.split('<').next()).map(str::to_owned).collect();
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

fn code(paper: &Paper, secret: &[u8]) -> String {
    format!("{:06}", totp::code(secret, paper.now().as_second() / 30))
}

#[test]
fn a_code_lets_in_once_and_a_recovery_code_too() {
    let paper = Paper::new();
    let (ana, cookie) = paper.somebody("Ana", Role::Reporter);
    let (secret, recovery) = set_up_app(&paper, ana, &cookie);
    let step = || {
        let answer = sign_in(&paper, "");
        assert_eq!((answer.status, answer.header("location")), (303, "/newsroom/sign-in/second"), "{}", answer.text());
        assert!(answer.cookie("courant_session").is_empty(), "no session before the second factor");
        answer.cookie("courant_step")
    };
    let give = |step: &str, code: &str| paper.post("/newsroom/sign-in/second", step, &format!("code={code}"));
    assert_eq!(give(&step(), &code(&paper, &secret)).status, 422, "the code that set it up was used");
    paper.pass(SignedDuration::from_secs(30));
    let (first, second, now) = (step(), step(), code(&paper, &secret));
    let inside = give(&first, &now);
    assert_eq!(inside.status, 303, "{}", inside.text());
    assert_eq!(paper.page("/newsroom", &inside.cookie("courant_session")).status, 200);
    assert_eq!(give(&second, &now).status, 422, "the same code again");
    assert_eq!(give(&first, &now).status, 303, "the step is over");
    assert_eq!(give(&second, &recovery[0].to_lowercase()).status, 303, "a recovery code as it is typed");
    assert_eq!(give(&step(), &recovery[0]).status, 422, "each once");
    let row = paper.app.store.read(|r| r.code_app(ana)).expect("reads").expect("there");
    let plain: String = secret.iter().map(|b| format!("{b:02x}")).collect();
    assert!(!row.secret.contains(&plain) && !row.secret.contains(&totp::base32(&secret)), "the secret is sealed");
}

#[test]
fn codes_cannot_be_guessed() {
    let paper = Paper::new();
    let (ana, cookie) = paper.somebody("Ana", Role::Reporter);
    let (secret, _) = set_up_app(&paper, ana, &cookie);
    paper.pass(SignedDuration::from_secs(60));
    let step = sign_in(&paper, "").cookie("courant_step");
    for n in 0..5 {
        let wanted = if n < 4 { 422 } else { 303 };
        assert_eq!(paper.post("/newsroom/sign-in/second", &step, &format!("code=00000{n}")).status, wanted);
    }
    let over = paper.post("/newsroom/sign-in/second", &step, &format!("code={}", code(&paper, &secret)));
    assert_eq!((over.status, over.header("location")), (303, "/newsroom/sign-in?done=step-over"), "five tries a step");
    let mut answers = Vec::new();
    for n in 0..30 {
        let step = sign_in(&paper, "").cookie("courant_step");
        answers.push(paper.post("/newsroom/sign-in/second", &step, &format!("code=0001{n:02}")).status);
    }
    assert_eq!(answers.iter().filter(|s| **s == 422).count(), 5, "ten a quarter of an hour: {answers:?}");
}

#[test]
fn who_lacks_the_second_factor_that_the_role_requires_is_led_to_it_and_can_do_nothing_else() {
    let paper = Paper::new();
    let (_, owner) = paper.somebody("Olga", Role::Owner);
    let (ana, cookie) = paper.somebody("Ana", Role::Editor);
    assert_eq!(paper.post("/newsroom/second-factor-rule", &owner, "role=editor&role=publisher").status, 303);
    for path in ["/newsroom", "/newsroom/stories", "/newsroom/account", "/newsroom/front"] {
        let answer = paper.page(path, &cookie);
        assert_eq!((answer.status, answer.header("location")), (303, "/newsroom/account/second-factor"), "{path}");
    }
    assert_eq!(paper.post("/newsroom/stories", &cookie, "").status, 403);
    assert_eq!(paper.post("/newsroom/password", &cookie, "").status, 403);
    let code = cookie.split_once('=').map(|(_, code)| code.to_owned()).unwrap_or_default();
    let (actor, _) = people::session(&paper.app, &code).expect("reads").expect("a session");
    assert!(actor.owes_factor && actor.grants().is_empty(), "whoever asks the session again is told the same");
    set_up_app(&paper, ana, &cookie);
    assert_eq!(paper.page("/newsroom/stories", &cookie).status, 200);
    assert_eq!(paper.page("/newsroom/stories", &owner).status, 200, "owners need none by this rule");
}

#[test]
fn a_planted_session_or_browser_is_never_taken_over() {
    let paper = Paper::new();
    paper.somebody("Ana", Role::Reporter);
    let planted = "0".repeat(64);
    let answer = sign_in(&paper, &format!("courant_session={planted}; courant_device={planted}"));
    assert_eq!(answer.status, 303);
    assert!(!answer.cookie("courant_session").contains(&planted) && !answer.cookie("courant_device").contains(&planted));
    assert_eq!(paper.send("GET", "/newsroom", &[("cookie", &format!("courant_session={planted}"))], b"").status, 401);
    let known = answer.cookie("courant_device");
    assert_eq!(sign_in(&paper, &known).cookie("courant_device"), known, "a browser that we know keeps its code");
}

#[test]
fn ten_thousand_guesses_from_many_addresses_get_nowhere_and_the_owner_comes_in() {
    let config = Config { trusted_proxies: vec![[127, 0, 0, 1].into()], ..Config::default() };
    let paper = Paper::with(config);
    paper.somebody("Ana", Role::Reporter);
    let known = sign_in(&paper, "").cookie("courant_device");
    let guess = |n: u32| {
        let address = std::net::Ipv4Addr::from(0x0B00_0000 + n * 7).to_string();
        let head = [("x-forwarded-for", address.as_str()), ("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        let body = format!("email=ana%40paper.example&password=guess+number+{n}");
        paper.send("POST", "/newsroom/sessions", &head, body.as_bytes()).status
    };
    let looked_at: usize = std::thread::scope(|scope| {
        let worker = |w: u32| scope.spawn(move || (0..2_500).filter(|n| guess(w * 2_500 + n) != 429).count());
        let workers: Vec<_> = (0..4).map(worker).collect();
        workers.into_iter().map(|w| w.join().expect("ends")).sum()
    });
    assert!(looked_at <= 30, "{looked_at} guesses were looked at");
    assert_eq!(sign_in(&paper, "").status, 429, "a browser that nobody knows waits");
    assert_eq!(sign_in(&paper, &known).status, 303, "the owner's own does not");
    paper.pass(SignedDuration::from_mins(2));
    assert_eq!(sign_in(&paper, "").status, 303, "and from anywhere, a little later");
}

#[test]
fn no_page_of_the_newsroom_can_be_framed_or_kept() {
    let paper = Paper::new();
    let (_, owner) = paper.somebody("Olga", Role::Owner);
    for path in
        ["/newsroom", "/newsroom/people", "/newsroom/account", "/newsroom/tokens", "/newsroom/audit", "/newsroom/sign-in", "/newsroom/nowhere"]
    {
        let answer = paper.page(path, &owner);
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[test]
fn a_form_or_a_fetch_of_another_site_changes_nothing_and_one_without_origin_carries_no_cookie_of_a_browser() {
    let paper = Paper::new();
    let (_, owner) = paper.somebody("Olga", Role::Owner);
    let post = |head: &[(&str, &str)]| {
        let all: Vec<(&str, &str)> = [&[("cookie", owner.as_str()), ("content-type", "application/x-www-form-urlencoded")], head].concat();
        paper.send("POST", "/newsroom/desks", &all, b"name=Planted").status
    };
    for head in [
        &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")][..],
        &[("sec-fetch-site", "same-site"), ("sec-fetch-mode", "cors")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
    ] {
        assert_eq!(post(head), 403, "{head:?}");
    }
    assert!(paper.app.store.read(|r| r.desks()).expect("reads").is_empty());
    // Every browser sends one of the two with a POST; what sends neither is no browser, and has the cookie by right.
    assert_eq!(post(&[]), 303);
    let cookie = sign_in(&paper, "");
    assert!(cookie.status == 422, "no Ana here");
}

#[test]
fn passkeys_are_asked_for_without_telling_who_has_one_and_refused_when_they_are_none() {
    let paper = Paper::new();
    paper.somebody("Ana", Role::Reporter);
    let head = [("sec-fetch-site", "same-origin"), ("content-type", "application/json")];
    let options = paper.send("POST", "/newsroom/sign-in/passkey/options", &head, b"{}").json();
    assert_eq!(options["allowCredentials"], serde_json::json!([]));
    assert_eq!((options["rpId"].as_str(), options["userVerification"].as_str()), (Some("localhost"), Some("required")));
    for body in [&b"{}"[..], b"[]", b"null", b"\"x\"", br#"{"client":"e30","data":"AA","id":"AA","signature":"AA"}"#] {
        let answer = paper.send("POST", "/newsroom/sign-in/passkey", &head, body);
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert!(answer.cookie("courant_session").is_empty());
    }
    assert_eq!(paper.send("POST", "/newsroom/sign-in/passkey", &head, b"{").status, 422);
}

#[test]
fn a_passkey_is_added_and_taken_away_only_with_the_password() {
    let paper = Paper::new();
    let (ana, cookie) = paper.somebody("Ana", Role::Reporter);
    let head = [("sec-fetch-site", "same-origin"), ("content-type", "application/json"), ("accept", "application/json"), ("cookie", cookie.as_str())];
    let options = |body: &str| paper.send("POST", "/newsroom/account/passkeys/options", &head, body.as_bytes());
    for body in ["{}", r#"{"current":"not it"}"#, r#"{"current":7}"#] {
        let answer = options(body);
        assert!(answer.status == 422 && !answer.text().contains("challenge"), "{body}: {}", answer.text());
    }
    let given = options(&format!(r#"{{"current":"{PASSWORD}"}}"#));
    assert!(given.status == 200 && given.text().contains("challenge"), "{}", given.text());

    let key = Passkey {
        id: 0,
        person: ana,
        name: "Phone".into(),
        credential: "01".into(),
        public_key: "02".into(),
        algorithm: -7,
        uses: 0,
        added_at: paper.now(),
        used_at: None,
    };
    paper.app.store.write(&Actor::command_line(), paper.now(), |tx| tx.add_passkey(&key)).expect("added");
    let keys = || paper.app.store.read(|r| r.passkeys_of(ana)).expect("reads");
    let end = format!("/newsroom/account/passkeys/{}/end", keys()[0].id);
    assert!(paper.page("/newsroom/account", &cookie).text().contains(&format!("action=\"{end}\"")));
    for body in ["", "current=not+it"] {
        assert_eq!(paper.post(&end, &cookie, body).header("location"), "/newsroom/account?done=wrong-password");
    }
    assert_eq!(keys().len(), 1, "it is still there");
    let right = format!("current={}", PASSWORD.replace(' ', "+"));
    assert_eq!(paper.post(&end, &cookie, &right).header("location"), "/newsroom/account?done=passkey-gone");
    assert!(keys().is_empty());
}

#[test]
fn who_owes_a_second_factor_adds_a_passkey_without_the_password() {
    let paper = Paper::new();
    let (_, owner) = paper.somebody("Olga", Role::Owner);
    let (_, cookie) = paper.somebody("Ana", Role::Editor);
    assert_eq!(paper.post("/newsroom/second-factor-rule", &owner, "role=editor").status, 303);
    assert!(!paper.page("/newsroom/account/second-factor", &cookie).text().contains("passkey-current"));
    let head = [("sec-fetch-site", "same-origin"), ("content-type", "application/json"), ("cookie", cookie.as_str())];
    assert_eq!(paper.send("POST", "/newsroom/account/passkeys/options", &head, b"{}").status, 200);
}
