-- Shared drafts: what several people write at once, as Yjs documents (decision 0011).

-- One document a story. epoch names it: another epoch is another document. since is the number of its first update
-- (rows before belong to a document that was given up), seq that of its last.
CREATE TABLE drafts_shared (
  story_id BIGINT NOT NULL PRIMARY KEY REFERENCES stories(id),
  epoch TEXT NOT NULL,
  since BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  made_at BIGINT NOT NULL
);

-- One row a commit, never changed. kept is the number of a revision with words that this update took out of sight.
CREATE TABLE draft_updates (
  story_id BIGINT NOT NULL REFERENCES stories(id),
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  bytes {bytes} NOT NULL,
  kept BIGINT,
  PRIMARY KEY (story_id, seq)
);

-- The whole document as of an update, for loading quickly.
CREATE TABLE draft_snapshots (
  story_id BIGINT NOT NULL REFERENCES stories(id),
  seq BIGINT NOT NULL,
  bytes {bytes} NOT NULL,
  PRIMARY KEY (story_id, seq)
);
