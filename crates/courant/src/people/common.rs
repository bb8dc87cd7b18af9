//! The passwords that are tried first: words everybody chooses, runs over the keyboard, repeats and dates, with the
//! disguises that everybody knows. A rule over a few hundred words refuses what a list of millions would name.

/// Words, one a line: the stems of the commonest passwords as they have been published again and again.
static WORDS: &str = include_str!("common.txt");

/// Ways over a keyboard: rows, columns, and the alphabet. Backwards counts too.
const RUNS: [&str; 16] = [
    "01234567890",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujm",
    "zaq12wsxcde34rfv",
    "147258369",
    "159753",
    "112233445566778899",
    "aabbccddeeff",
];

/// Whether a password is among what is tried first.
pub fn is_common(password: &str) -> bool {
    let lower: String = password.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    repeats(&lower) || runs(&lower) || is_number(&lower) || disguised(&lower)
}

/// One to four characters over and over, or hardly any different ones.
fn repeats(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let period = |n: usize| letters.len() > n && letters.iter().zip(&letters[n..]).all(|(a, b)| a == b);
    let different: std::collections::HashSet<_> = letters.iter().collect();
    different.len() < 4 || (1..=letters.len() / 2).any(period)
}

/// Nothing but runs of three and more.
fn runs(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let run = (3..=letters.len() - at).take_while(|n| in_a_run(&letters[at..at + n])).last();
        match run {
            Some(n) => at += n,
            None => return false,
        }
    }
    true
}

fn in_a_run(part: &[char]) -> bool {
    let forward: String = part.iter().collect();
    let backward: String = part.iter().rev().collect();
    RUNS.iter().any(|run| run.contains(&forward) || run.contains(&backward))
}

/// A date, a telephone number, any number that somebody can learn.
fn is_number(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || ".-/+".contains(c)) && text.len() < 16
}

/// One or two words of the list, with digits and signs around them and between, and letters that look alike.
fn disguised(text: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let trimmed = text.trim_matches(|c: char| !c.is_alphabetic());
    [letters(text), letters(trimmed), plain(text), plain(trimmed)].iter().any(|core| !core.is_empty() && of_few_words(core, 2))
}

/// Letters for the digits and signs that stand for them.
fn plain(text: &str) -> String {
    let letter = |c: char| match c {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        other => other,
    };
    text.chars().map(letter).filter(|c| c.is_alphabetic()).collect()
}

fn of_few_words(text: &str, most: usize) -> bool {
    if text.is_empty() {
        return true;
    }
    let is_run = text.chars().count() >= 3 && runs(text);
    most > 0 && (is_run || WORDS.lines().filter_map(|word| text.strip_prefix(word)).any(|rest| of_few_words(rest, most - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_chooses_is_common_and_four_words_are_not() {
        for bad in [
            "1234567890",
            "0987654321",
            "qwertyuiop",
            "1q2w3e4r5t6y",
            "1qaz2wsx3edc",
            "qwertyuiop123456",
            "abcabcabcabc",
            "password1234",
            "P@ssw0rd2024!",
            "passwordpassword",
            "Sommer2024!!",
            "iloveyou12",
            "letmein123",
            "Welcome_123",
            "changeme123",
            "football123",
            "sunshine.princess",
            "newsroom2018",
            "31.12.1999",
            "+49 170 1234567",
            "121212121212",
            "dragonmonkey",
            "Administrator1",
        ] {
            assert!(is_common(bad), "{bad}");
        }
        for good in [
            "harbour crane tuesday",
            "four words that fit",
            "correct horse battery",
            "lantern quarry seventeen moth",
            "xK7-vq2.Lm9p",
            "tidewater notebook",
        ] {
            assert!(!is_common(good), "{good}");
        }
    }
}
