-- Flow: desks' work, who does what by when.

ALTER TABLE stories ADD COLUMN desk TEXT NOT NULL DEFAULT '';
ALTER TABLE stories ADD COLUMN assigned_to BIGINT REFERENCES people(id);
ALTER TABLE stories ADD COLUMN due_at BIGINT;
ALTER TABLE stories ADD COLUMN words_wanted BIGINT;
ALTER TABLE stories ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal';
ALTER TABLE stories ADD COLUMN brief TEXT NOT NULL DEFAULT '';

-- Since when it stands where it stands, who moved it there, and what they said.
ALTER TABLE stories ADD COLUMN moved_at BIGINT;
ALTER TABLE stories ADD COLUMN moved_by TEXT NOT NULL DEFAULT '';
ALTER TABLE stories ADD COLUMN move_note TEXT NOT NULL DEFAULT '';
UPDATE stories SET moved_at = (SELECT max(j.at) FROM journal j WHERE j.story_id = stories.id);

CREATE INDEX stories_by_state ON stories (state, draft_at, id);
CREATE INDEX stories_by_author ON stories (created_by, state);
CREATE INDEX stories_by_writer ON stories (assigned_to, state);
CREATE INDEX stories_by_due ON stories (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX stories_by_pending ON stories (pending_at, id) WHERE pending_at IS NOT NULL;

-- A wrong correction is itself corrected: both stand, and the second names the first.
ALTER TABLE corrections ADD COLUMN corrects BIGINT REFERENCES corrections(id);
CREATE INDEX corrections_by_corrected ON corrections (corrects) WHERE corrects IS NOT NULL;

-- Searches that somebody keeps: the query of the list's address.
CREATE TABLE searches (
  id {id},
  person_id BIGINT NOT NULL REFERENCES people(id),
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (person_id, name)
);

-- Secret addresses of the day book for calendars; only the hash of the code is kept.
CREATE TABLE calendars (
  code_hash TEXT NOT NULL PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES people(id),
  desk TEXT NOT NULL,
  mine BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX calendars_by_person ON calendars (person_id, ended_at);

-- What was found at addresses elsewhere that stories link to: 'answers', or why it does not.
CREATE TABLE link_checks (
  url TEXT NOT NULL PRIMARY KEY,
  says TEXT NOT NULL,
  checked_at BIGINT NOT NULL
);
