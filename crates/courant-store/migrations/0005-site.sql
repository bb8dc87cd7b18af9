-- The site: sections and storylines as the desk keeps them, pages that are not news, redirects, the history of fronts.

ALTER TABLE sections ADD COLUMN intro TEXT NOT NULL DEFAULT '';
ALTER TABLE sections ADD COLUMN hidden BIGINT NOT NULL DEFAULT 0;
-- 0: only the newsroom knows it; readers do from its first story on.
ALTER TABLE sections ADD COLUMN known BIGINT NOT NULL DEFAULT 1;
-- Where its stories went and its address leads; empty: it stands by itself. Never two steps long.
ALTER TABLE sections ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
ALTER TABLE storylines ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
ALTER TABLE storylines ADD COLUMN oldest_first BIGINT NOT NULL DEFAULT 0;

-- An address that leads on. With a story it leads to wherever that story stands now, and to_path is empty.
CREATE TABLE redirects (
  from_path TEXT NOT NULL PRIMARY KEY,
  to_path TEXT NOT NULL,
  story_id BIGINT REFERENCES stories(id),
  by_hand BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL
);
CREATE INDEX redirects_by_target ON redirects (to_path);

-- Pages that are not news: about, imprint, privacy.
CREATE TABLE texts (
  slug TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  markdown TEXT NOT NULL,
  version BIGINT NOT NULL,
  saved_at BIGINT NOT NULL,
  saved_by TEXT NOT NULL,
  live_revision BIGINT
);

-- Immutable, chained as the revisions of stories are. head is the title; body is the document.
CREATE TABLE text_revisions (
  id {id},
  slug TEXT NOT NULL REFERENCES texts(slug),
  number BIGINT NOT NULL,
  title TEXT NOT NULL,
  markdown TEXT NOT NULL,
  body TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (slug, number)
);

CREATE TABLE front_versions (
  front TEXT NOT NULL,
  version BIGINT NOT NULL,
  layout TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  PRIMARY KEY (front, version)
);
INSERT INTO front_versions (front, version, layout, made_at, made_by) SELECT slug, version, layout, changed_at, changed_by FROM fronts;

-- An arrangement that a front takes at an instant. state: waiting, done, cancelled.
CREATE TABLE front_plans (
  id {id},
  front TEXT NOT NULL,
  layout TEXT NOT NULL,
  version BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL
);
CREATE INDEX front_plans_by_front ON front_plans (front, state, due_at);
