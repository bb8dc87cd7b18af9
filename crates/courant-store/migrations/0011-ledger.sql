-- The ledger: who said what, what it does to which claim, what was promised and what came of it. record is the record as bundles
-- write it (JSON) and is what is read back; the columns beside it are for finding. place is its order within its storyline.

-- Storylines that have a ledger.
CREATE TABLE ledgers (
  storyline TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_by TEXT NOT NULL
);

-- Sources are the newsroom's, not a storyline's.
CREATE TABLE sources (
  slug TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  part_of TEXT REFERENCES sources(slug) DEFERRABLE INITIALLY DEFERRED,
  version BIGINT NOT NULL,
  record TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL
);
CREATE TABLE storyline_sources (
  storyline TEXT NOT NULL,
  source TEXT NOT NULL REFERENCES sources(slug),
  place BIGINT NOT NULL,
  PRIMARY KEY (storyline, source)
);
CREATE INDEX storyline_sources_by_place ON storyline_sources (storyline, place);

CREATE TABLE claims (
  slug TEXT NOT NULL PRIMARY KEY,
  storyline TEXT NOT NULL,
  place BIGINT NOT NULL,
  version BIGINT NOT NULL,
  record TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL
);
CREATE INDEX claims_by_storyline ON claims (storyline, place);
CREATE TABLE claim_sources (
  claim TEXT NOT NULL REFERENCES claims(slug),
  source TEXT NOT NULL REFERENCES sources(slug),
  PRIMARY KEY (claim, source)
);
CREATE INDEX claim_sources_by_source ON claim_sources (source);

-- The version that stands; every one that ever stood is in ledger_versions. said is EDTF.
CREATE TABLE statements (
  slug TEXT NOT NULL PRIMARY KEY,
  storyline TEXT NOT NULL,
  place BIGINT NOT NULL,
  version BIGINT NOT NULL,
  record TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  speaker TEXT REFERENCES sources(slug),
  said TEXT NOT NULL DEFAULT '',
  learnt_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX statements_by_storyline ON statements (storyline, place);
CREATE INDEX statements_by_speaker ON statements (speaker, learnt_at);
CREATE TABLE statement_relays (
  statement TEXT NOT NULL REFERENCES statements(slug),
  place BIGINT NOT NULL,
  source TEXT NOT NULL REFERENCES sources(slug),
  PRIMARY KEY (statement, place)
);
CREATE INDEX statement_relays_by_source ON statement_relays (source);
CREATE TABLE stances (
  statement TEXT NOT NULL REFERENCES statements(slug),
  claim TEXT NOT NULL REFERENCES claims(slug),
  stance TEXT NOT NULL,
  PRIMARY KEY (statement, claim)
);
CREATE INDEX stances_by_claim ON stances (claim);

-- due is EDTF, due_at its last instant in the storyline's zone, if it has one.
CREATE TABLE expectations (
  slug TEXT NOT NULL PRIMARY KEY,
  storyline TEXT NOT NULL,
  place BIGINT NOT NULL,
  version BIGINT NOT NULL,
  record TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  due TEXT NOT NULL DEFAULT '',
  due_at BIGINT
);
CREATE INDEX expectations_by_storyline ON expectations (storyline, place);
CREATE INDEX expectations_by_due ON expectations (due_at);

CREATE TABLE events (
  slug TEXT NOT NULL PRIMARY KEY,
  storyline TEXT NOT NULL,
  place BIGINT NOT NULL,
  version BIGINT NOT NULL,
  record TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL
);
CREATE INDEX events_by_storyline ON events (storyline, place);

-- slug: the claim and the instant, CLAIM@2018-03-28T00:30:00Z.
CREATE TABLE findings (
  slug TEXT NOT NULL PRIMARY KEY,
  storyline TEXT NOT NULL,
  place BIGINT NOT NULL,
  version BIGINT NOT NULL,
  record TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL
);
CREATE INDEX findings_by_storyline ON findings (storyline, place);

-- Sources that are not independent of each other. slug: the storyline and the sources in alphabetical order.
CREATE TABLE declarations (
  slug TEXT NOT NULL PRIMARY KEY,
  storyline TEXT NOT NULL,
  place BIGINT NOT NULL,
  version BIGINT NOT NULL,
  record TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL
);
CREATE INDEX declarations_by_storyline ON declarations (storyline, place);

-- Every version of every record, never changed: what we held when. kind is the table's name.
CREATE TABLE ledger_versions (
  kind TEXT NOT NULL,
  slug TEXT NOT NULL,
  version BIGINT NOT NULL,
  record TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (kind, slug, version)
);
