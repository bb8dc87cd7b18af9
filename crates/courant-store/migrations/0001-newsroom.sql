-- The first schema. Written once for SQLite and PostgreSQL: BIGINT, TEXT and {id} only. Instants are milliseconds
-- since 1970 in UTC, yes and no are 1 and 0, JSON is TEXT.

CREATE TABLE people (
  id {id},
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE accounts (
  person_id BIGINT NOT NULL PRIMARY KEY REFERENCES people(id),
  email TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);

-- holder is person:ID or token:ID, as actors are named in the journal.
CREATE TABLE grants (
  holder TEXT NOT NULL,
  grant_word TEXT NOT NULL,
  PRIMARY KEY (holder, grant_word)
);

CREATE TABLE sessions (
  id {id},
  code_hash TEXT NOT NULL UNIQUE,
  person_id BIGINT NOT NULL REFERENCES people(id),
  device TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  ended_at BIGINT
);

-- One-time links: 'set_up' makes the first account, 'sign_in' signs a known person in.
CREATE TABLE links (
  code_hash TEXT NOT NULL PRIMARY KEY,
  purpose TEXT NOT NULL,
  person_id BIGINT REFERENCES people(id),
  created_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  used_at BIGINT
);

CREATE TABLE tokens (
  id {id},
  name TEXT NOT NULL UNIQUE,
  code_hash TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  ends_at BIGINT,
  ended_at BIGINT
);

CREATE TABLE sections (
  slug TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  rank BIGINT NOT NULL
);

CREATE TABLE storylines (
  slug TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  intro TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE stories (
  id {id},
  state TEXT NOT NULL,
  day TEXT,
  slug TEXT,
  draft TEXT NOT NULL,
  draft_version BIGINT NOT NULL,
  draft_at BIGINT NOT NULL,
  draft_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  live_revision BIGINT,
  published_at BIGINT,
  released_at BIGINT,
  updated_at BIGINT,
  update_note TEXT NOT NULL DEFAULT '',
  embargo_at BIGINT,
  section TEXT NOT NULL DEFAULT '',
  storyline TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  pending_revision BIGINT,
  pending_at BIGINT,
  pending_published_at BIGINT,
  pending_note TEXT NOT NULL DEFAULT '',
  withdrawn_at BIGINT,
  UNIQUE (day, slug)
);
CREATE INDEX stories_by_publication ON stories (state, published_at, id);
CREATE INDEX stories_by_section ON stories (section, state, published_at, id);
CREATE INDEX stories_by_storyline ON stories (storyline, state, published_at, id);
CREATE INDEX stories_by_change ON stories (draft_at, id);

-- Immutable saved states. head is the copy without its text; hash = sha256(previous_hash, head, body): a chain per story.
CREATE TABLE revisions (
  id {id},
  story_id BIGINT NOT NULL REFERENCES stories(id),
  number BIGINT NOT NULL,
  head TEXT NOT NULL,
  body TEXT NOT NULL,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (story_id, number)
);

CREATE TABLE corrections (
  id {id},
  story_id BIGINT NOT NULL REFERENCES stories(id),
  revision_id BIGINT NOT NULL REFERENCES revisions(id),
  kind TEXT NOT NULL,
  was TEXT NOT NULL,
  now TEXT NOT NULL,
  why TEXT NOT NULL,
  filed_at BIGINT NOT NULL,
  filed_by TEXT NOT NULL
);
CREATE INDEX corrections_by_story ON corrections (story_id, id);

-- What the live revision carries, for lists. Rewritten with each release.
CREATE TABLE live_tags (
  story_id BIGINT NOT NULL REFERENCES stories(id),
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (story_id, slug)
);
CREATE INDEX live_tags_by_slug ON live_tags (slug, story_id);

CREATE TABLE live_people (
  story_id BIGINT NOT NULL REFERENCES stories(id),
  slug TEXT NOT NULL,
  PRIMARY KEY (story_id, slug)
);
CREATE INDEX live_people_by_slug ON live_people (slug, story_id);

CREATE TABLE live_pictures (
  story_id BIGINT NOT NULL REFERENCES stories(id),
  picture_id TEXT NOT NULL,
  PRIMARY KEY (story_id, picture_id)
);
CREATE INDEX live_pictures_by_picture ON live_pictures (picture_id, story_id);

CREATE TABLE pictures (
  id TEXT NOT NULL PRIMARY KEY,
  short TEXT NOT NULL UNIQUE,
  file_name TEXT NOT NULL,
  format TEXT NOT NULL,
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  alt TEXT NOT NULL,
  caption TEXT NOT NULL,
  credit TEXT NOT NULL,
  creator TEXT NOT NULL,
  rights TEXT NOT NULL,
  focus_x BIGINT NOT NULL,
  focus_y BIGINT NOT NULL,
  added_at BIGINT NOT NULL,
  added_by TEXT NOT NULL
);

CREATE TABLE fronts (
  slug TEXT NOT NULL PRIMARY KEY,
  layout TEXT NOT NULL,
  version BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_by TEXT NOT NULL
);

CREATE TABLE breaking (
  id BIGINT NOT NULL PRIMARY KEY,
  words TEXT NOT NULL,
  story_id BIGINT REFERENCES stories(id),
  ends_at BIGINT
);

CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- The append-only record of changes. One line an action.
CREATE TABLE journal (
  seq {id},
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  story_id BIGINT,
  change TEXT NOT NULL
);
CREATE INDEX journal_by_story ON journal (story_id, seq);

CREATE TABLE cursors (
  follower TEXT NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL
);

-- Work to do once at or after an instant. The key is the firing: a second one with the same key is none.
CREATE TABLE jobs (
  id {id},
  kind TEXT NOT NULL,
  firing TEXT NOT NULL UNIQUE,
  payload TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  done_at BIGINT,
  failure TEXT NOT NULL
);
CREATE INDEX jobs_by_due ON jobs (kind, done_at, due_at, id);
