//! Second factors: code apps, recovery codes, passkeys; and the browsers in which somebody has signed in before.

use crate::statement::statements;
use crate::store::{Problem, Read, Write, instant, maybe_instant};
use jiff::Timestamp;

statements! {
    CODE_APP_SET = "INSERT INTO code_apps (person_id, secret, last_step, confirmed_at) VALUES (?1, ?2, 0, NULL) ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, last_step = 0, confirmed_at = NULL";
    CODE_APP_GET = "SELECT secret, last_step, confirmed_at FROM code_apps WHERE person_id = ?1";
    CODE_APP_CONFIRM = "UPDATE code_apps SET confirmed_at = ?2 WHERE person_id = ?1";
    CODE_APP_STEP = "UPDATE code_apps SET last_step = ?2 WHERE person_id = ?1 AND last_step < ?2";
    CODE_APP_DROP = "DELETE FROM code_apps WHERE person_id = ?1";
    RECOVERY_CLEAR = "DELETE FROM recovery_codes WHERE person_id = ?1";
    RECOVERY_ADD = "INSERT INTO recovery_codes (person_id, code_hash) VALUES (?1, ?2)";
    RECOVERY_USE = "UPDATE recovery_codes SET used_at = ?3 WHERE person_id = ?1 AND code_hash = ?2 AND used_at IS NULL";
    RECOVERY_LEFT = "SELECT count(*) FROM recovery_codes WHERE person_id = ?1 AND used_at IS NULL";
    PASSKEY_ADD = "INSERT INTO passkeys (person_id, name, credential, public_key, algorithm, uses, added_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id";
    PASSKEYS_OF = "SELECT id, person_id, name, credential, public_key, algorithm, uses, added_at, used_at FROM passkeys WHERE person_id = ?1 ORDER BY id";
    PASSKEY_GET = "SELECT id, person_id, name, credential, public_key, algorithm, uses, added_at, used_at FROM passkeys WHERE credential = ?1";
    PASSKEY_USED = "UPDATE passkeys SET uses = ?2, used_at = ?3 WHERE id = ?1";
    PASSKEY_DROP = "DELETE FROM passkeys WHERE id = ?1 AND person_id = ?2";
    PASSKEYS_CLEAR = "DELETE FROM passkeys WHERE person_id = ?1";
    FACTORS_COUNT = "SELECT (SELECT count(*) FROM code_apps c WHERE c.person_id = ?1 AND c.confirmed_at IS NOT NULL) + (SELECT count(*) FROM passkeys k WHERE k.person_id = ?1)";
    DEVICE_KEEP = "INSERT INTO known_devices (code_hash, person_id, seen_at) VALUES (?1, ?2, ?3) ON CONFLICT (code_hash, person_id) DO UPDATE SET seen_at = excluded.seen_at";
    DEVICE_KNOWN = "SELECT count(*) FROM known_devices d JOIN accounts a ON a.person_id = d.person_id WHERE d.code_hash = ?1 AND a.email = ?2 AND a.ended_at IS NULL";
    DEVICES_DROP = "DELETE FROM known_devices WHERE person_id = ?1";
}

/// An app that gives a person codes.
#[derive(Clone, Debug)]
pub struct CodeApp {
    /// Its secret, sealed.
    pub secret: String,
    /// Step of the newest code that was used; older ones and this one are refused.
    pub last_step: i64,
    /// When the first code was given back; before that it counts for nothing.
    pub confirmed_at: Option<Timestamp>,
}

/// A passkey.
#[derive(Clone, Debug)]
pub struct Passkey {
    /// Number.
    pub id: i64,
    /// Whose.
    pub person: i64,
    /// What its owner calls it.
    pub name: String,
    /// Its id, hex.
    pub credential: String,
    /// Its public key as `SubjectPublicKeyInfo` (RFC 5280), hex.
    pub public_key: String,
    /// COSE number of the algorithm (RFC 9053).
    pub algorithm: i64,
    /// How often it says that it was used; 0 when it does not count.
    pub uses: i64,
    /// When it was added.
    pub added_at: Timestamp,
    /// When it was used last.
    pub used_at: Option<Timestamp>,
}

fn passkey(row: &rusqlite::Row<'_>) -> rusqlite::Result<Passkey> {
    Ok(Passkey {
        id: row.get(0)?,
        person: row.get(1)?,
        name: row.get(2)?,
        credential: row.get(3)?,
        public_key: row.get(4)?,
        algorithm: row.get(5)?,
        uses: row.get(6)?,
        added_at: instant(row.get(7)?),
        used_at: maybe_instant(row.get(8)?),
    })
}

impl Read<'_> {
    /// A person's code app, confirmed or not.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn code_app(&self, person: i64) -> Result<Option<CodeApp>, Problem> {
        self.one(&CODE_APP_GET, [person], |row| Ok(CodeApp { secret: row.get(0)?, last_step: row.get(1)?, confirmed_at: maybe_instant(row.get(2)?) }))
    }

    /// How many recovery codes are left.
    pub fn recovery_codes_left(&self, person: i64) -> Result<i64, Problem> {
        Ok(self.one(&RECOVERY_LEFT, [person], |row| row.get(0))?.unwrap_or(0))
    }

    /// Passkeys of a person, oldest first.
    pub fn passkeys_of(&self, person: i64) -> Result<Vec<Passkey>, Problem> {
        self.all(&PASSKEYS_OF, [person], passkey)
    }

    /// A passkey by its id.
    pub fn passkey(&self, credential: &str) -> Result<Option<Passkey>, Problem> {
        self.one(&PASSKEY_GET, [credential], passkey)
    }

    /// Whether a person has a second factor.
    pub fn has_factor(&self, person: i64) -> Result<bool, Problem> {
        Ok(self.one(&FACTORS_COUNT, [person], |row| row.get::<_, i64>(0))?.unwrap_or(0) > 0)
    }

    /// Whether somebody has signed in with this address in this browser before.
    pub fn is_known_device(&self, code_hash: &str, email: &str) -> Result<bool, Problem> {
        Ok(self.one(&DEVICE_KNOWN, (code_hash, email), |row| row.get::<_, i64>(0))?.unwrap_or(0) > 0)
    }
}

impl Write<'_> {
    /// Sets the secret of a code app that is still to be confirmed, in place of another.
    ///
    /// # Errors
    /// A [`Problem`] of the database; so for every function here.
    pub fn set_code_app(&self, person: i64, secret: &str) -> Result<(), Problem> {
        self.run(&CODE_APP_SET, (person, secret)).map(drop)
    }

    /// Confirms it.
    pub fn confirm_code_app(&self, person: i64) -> Result<(), Problem> {
        self.run(&CODE_APP_CONFIRM, (person, self.now())).map(drop)
    }

    /// Uses the code of a step up; `false` when it, or a later one, was used before.
    pub fn use_step(&self, person: i64, step: i64) -> Result<bool, Problem> {
        Ok(self.run(&CODE_APP_STEP, (person, step))? == 1)
    }

    /// Takes the code app away.
    pub fn drop_code_app(&self, person: i64) -> Result<(), Problem> {
        self.run(&CODE_APP_DROP, [person]).map(drop)
    }

    /// Sets the recovery codes, in place of those before.
    pub fn set_recovery_codes(&self, person: i64, hashes: &[String]) -> Result<(), Problem> {
        self.run(&RECOVERY_CLEAR, [person])?;
        for hash in hashes {
            self.run(&RECOVERY_ADD, (person, hash))?;
        }
        Ok(())
    }

    /// Uses a recovery code up; `false` when it is none, or was used.
    pub fn use_recovery_code(&self, person: i64, hash: &str) -> Result<bool, Problem> {
        Ok(self.run(&RECOVERY_USE, (person, hash, self.now()))? == 1)
    }

    /// Adds a passkey; its number, instants and owner are the ones given here.
    pub fn add_passkey(&self, key: &Passkey) -> Result<i64, Problem> {
        let params = (key.person, &key.name, &key.credential, &key.public_key, key.algorithm, key.uses, self.now());
        self.insert(&PASSKEY_ADD, params)
    }

    /// Notes that a passkey was used.
    pub fn passkey_used(&self, id: i64, uses: i64) -> Result<(), Problem> {
        self.run(&PASSKEY_USED, (id, uses, self.now())).map(drop)
    }

    /// Takes a passkey away; `false` when it is not this person's.
    pub fn drop_passkey(&self, id: i64, person: i64) -> Result<bool, Problem> {
        Ok(self.run(&PASSKEY_DROP, (id, person))? == 1)
    }

    /// Takes every second factor of a person away.
    pub fn drop_factors(&self, person: i64) -> Result<(), Problem> {
        self.drop_code_app(person)?;
        self.set_recovery_codes(person, &[])?;
        self.run(&PASSKEYS_CLEAR, [person]).map(drop)
    }

    /// Notes that somebody signed in with this browser.
    pub fn keep_device(&self, code_hash: &str, person: i64) -> Result<(), Problem> {
        self.run(&DEVICE_KEEP, (code_hash, person, self.now())).map(drop)
    }

    /// Forgets the browsers of a person.
    pub fn drop_devices(&self, person: i64) -> Result<(), Problem> {
        self.run(&DEVICES_DROP, [person]).map(drop)
    }
}
