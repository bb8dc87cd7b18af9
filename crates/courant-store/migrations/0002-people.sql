-- People: finer grants. What `edit` allowed is three grants now; arranging and publishing carry what was part of them.

INSERT INTO grants (holder, grant_word) SELECT holder, 'comment' FROM grants WHERE grant_word = 'edit' ON CONFLICT (holder, grant_word) DO NOTHING;
INSERT INTO grants (holder, grant_word) SELECT holder, 'edit-own' FROM grants WHERE grant_word = 'edit' ON CONFLICT (holder, grant_word) DO NOTHING;
INSERT INTO grants (holder, grant_word) SELECT holder, 'edit-desk' FROM grants WHERE grant_word = 'edit' ON CONFLICT (holder, grant_word) DO NOTHING;
INSERT INTO grants (holder, grant_word) SELECT holder, 'push-alert' FROM grants WHERE grant_word = 'publish' ON CONFLICT (holder, grant_word) DO NOTHING;
INSERT INTO grants (holder, grant_word) SELECT holder, 'manage-site' FROM grants WHERE grant_word = 'manage-people' ON CONFLICT (holder, grant_word) DO NOTHING;
INSERT INTO grants (holder, grant_word) SELECT holder, 'see-confidential' FROM grants WHERE grant_word = 'manage-people' ON CONFLICT (holder, grant_word) DO NOTHING;
DELETE FROM grants WHERE grant_word = 'edit';

-- A role is the name of a usual bundle of grants; the grants decide.
ALTER TABLE accounts ADD COLUMN role TEXT NOT NULL DEFAULT 'reporter';
UPDATE accounts SET role = 'editor' WHERE EXISTS (SELECT 1 FROM grants g WHERE g.holder = 'person:' || accounts.person_id AND g.grant_word = 'edit-desk');
UPDATE accounts SET role = 'publisher' WHERE EXISTS (SELECT 1 FROM grants g WHERE g.holder = 'person:' || accounts.person_id AND g.grant_word = 'publish');
UPDATE accounts SET role = 'owner' WHERE EXISTS (SELECT 1 FROM grants g WHERE g.holder = 'person:' || accounts.person_id AND g.grant_word = 'manage-people');

CREATE TABLE desks (
  slug TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  rank BIGINT NOT NULL
);

CREATE TABLE desk_people (
  desk TEXT NOT NULL REFERENCES desks(slug),
  person_id BIGINT NOT NULL REFERENCES people(id),
  PRIMARY KEY (desk, person_id)
);
CREATE INDEX desk_people_by_person ON desk_people (person_id, desk);

-- Links by which somebody new comes in. desks is a JSON list of slugs.
CREATE TABLE invitations (
  id {id},
  code_hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  desks TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  ends_at BIGINT NOT NULL,
  ended_at BIGINT
);

-- Who made a link or a token: dismissed, they take it with them.
ALTER TABLE links ADD COLUMN made_by TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN made_by TEXT NOT NULL DEFAULT '';

-- Codes by an app (RFC 6238). secret is sealed with the key beside the database; last_step is the newest code that was used.
CREATE TABLE code_apps (
  person_id BIGINT NOT NULL PRIMARY KEY REFERENCES people(id),
  secret TEXT NOT NULL,
  last_step BIGINT NOT NULL,
  confirmed_at BIGINT
);

CREATE TABLE recovery_codes (
  person_id BIGINT NOT NULL REFERENCES people(id),
  code_hash TEXT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (person_id, code_hash)
);

-- Passkeys (Web Authentication, Level 2). credential and public_key are hex; algorithm is a COSE number.
CREATE TABLE passkeys (
  id {id},
  person_id BIGINT NOT NULL REFERENCES people(id),
  name TEXT NOT NULL,
  credential TEXT NOT NULL UNIQUE,
  public_key TEXT NOT NULL,
  algorithm BIGINT NOT NULL,
  uses BIGINT NOT NULL,
  added_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX passkeys_by_person ON passkeys (person_id, id);

-- Browsers in which somebody has signed in before: they keep a budget of attempts of their own.
CREATE TABLE known_devices (
  code_hash TEXT NOT NULL,
  person_id BIGINT NOT NULL REFERENCES people(id),
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (code_hash, person_id)
);

-- The journal's chain: hash = sha256(previous_hash, at, actor, story, change). journal_end names the last line, so that
-- one taken off the end is missed. Lines from before are chained by the program in this migration's transaction.
ALTER TABLE journal ADD COLUMN previous_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN hash TEXT NOT NULL DEFAULT '';
CREATE INDEX journal_by_actor ON journal (actor, seq);
CREATE INDEX journal_by_time ON journal (at, seq);
CREATE TABLE journal_end (
  id BIGINT NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO journal_end (id, seq, hash) VALUES (1, 0, '');
