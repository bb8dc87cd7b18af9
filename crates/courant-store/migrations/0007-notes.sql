-- Notes to colleagues: beside the story and never in it (decision 0018).

-- What a note stands on. quote is the words as they were; anchor_from and anchor_to are Yjs relative positions as JSON, in
-- the document that epoch names; all empty: the whole story.
CREATE TABLE notes (
  id {id},
  story_id BIGINT NOT NULL REFERENCES stories(id),
  made_at BIGINT NOT NULL,
  quote TEXT NOT NULL,
  epoch TEXT NOT NULL,
  anchor_from TEXT NOT NULL,
  anchor_to TEXT NOT NULL,
  done_at BIGINT,
  done_by BIGINT REFERENCES people(id)
);
CREATE INDEX notes_by_story ON notes (story_id, id);

-- What was said: the note itself, then its replies. A deleted one keeps no words. sending is the browser's own name for one
-- act of sending, so that what is sent twice stands once.
CREATE TABLE note_remarks (
  id {id},
  note_id BIGINT NOT NULL REFERENCES notes(id),
  person_id BIGINT NOT NULL REFERENCES people(id),
  made_at BIGINT NOT NULL,
  text TEXT NOT NULL,
  edited_at BIGINT,
  deleted_at BIGINT,
  sending TEXT NOT NULL,
  UNIQUE (person_id, sending)
);
CREATE INDEX note_remarks_by_note ON note_remarks (note_id, id);

-- Whose attention a remark asks for: who is mentioned (1), or who wrote there before (0).
CREATE TABLE note_calls (
  remark_id BIGINT NOT NULL REFERENCES note_remarks(id),
  person_id BIGINT NOT NULL REFERENCES people(id),
  mentioned BIGINT NOT NULL,
  seen_at BIGINT,
  PRIMARY KEY (remark_id, person_id)
);
CREATE INDEX note_calls_by_person ON note_calls (person_id, seen_at, remark_id);

-- Grows with every change of a story's notes, so that open windows of every process hear of it.
CREATE TABLE note_versions (
  story_id BIGINT NOT NULL PRIMARY KEY REFERENCES stories(id),
  version BIGINT NOT NULL
);
