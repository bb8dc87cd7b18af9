-- Media files: sounds, films and captions of the newsroom's own, kept beside the database under their hash.
CREATE TABLE media_files (
  id TEXT NOT NULL PRIMARY KEY,
  short TEXT NOT NULL UNIQUE,
  file_name TEXT NOT NULL,
  format TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  milliseconds BIGINT NOT NULL,
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  added_at BIGINT NOT NULL,
  added_by TEXT NOT NULL
);

-- What the live revision uses, rewritten with each release.
CREATE TABLE live_media_files (
  story_id BIGINT NOT NULL REFERENCES stories(id),
  file_id TEXT NOT NULL,
  PRIMARY KEY (story_id, file_id)
);
CREATE INDEX live_media_files_by_file ON live_media_files (file_id, story_id);
