-- The picture library: until when a picture may be shown, when it was made, what stands in its place, and words to
-- search by. Days are '2018-03-28'; the last day is one in the paper's zone.
ALTER TABLE pictures ADD COLUMN made_on TEXT;
ALTER TABLE pictures ADD COLUMN rights_end TEXT;
-- Since when readers do not get it, because its last day is over.
ALTER TABLE pictures ADD COLUMN ended_at BIGINT;
-- What stands wherever it stood, since when, and whether readers had had it: then its addresses answer 410.
ALTER TABLE pictures ADD COLUMN replaced_by TEXT;
ALTER TABLE pictures ADD COLUMN replaced_at BIGINT;
ALTER TABLE pictures ADD COLUMN was_public BIGINT NOT NULL DEFAULT 0;
-- Everything that can be searched for, in lower case.
ALTER TABLE pictures ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE pictures SET words = lower(caption || ' ' || credit || ' ' || creator || ' ' || alt || ' ' || rights || ' ' || file_name);
CREATE INDEX pictures_by_time ON pictures (added_at, id);
CREATE INDEX pictures_by_making ON pictures (made_on, added_at, id);
CREATE INDEX pictures_by_end ON pictures (rights_end, ended_at);

-- What each draft uses, rewritten when it changes.
CREATE TABLE draft_pictures (
  story_id BIGINT NOT NULL REFERENCES stories(id),
  picture_id TEXT NOT NULL,
  PRIMARY KEY (story_id, picture_id)
);
CREATE INDEX draft_pictures_by_picture ON draft_pictures (picture_id, story_id);

-- Lines of the journal that are about a picture: its history.
CREATE TABLE picture_lines (
  picture_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (picture_id, seq)
);

-- Which parts of pictures the live revision shows ('' is the whole), rewritten with each release: readers get no others.
CREATE TABLE live_crops (
  story_id BIGINT NOT NULL REFERENCES stories(id),
  picture_id TEXT NOT NULL,
  crop TEXT NOT NULL,
  PRIMARY KEY (story_id, picture_id, crop)
);
INSERT INTO live_crops (story_id, picture_id, crop) SELECT story_id, picture_id, '' FROM live_pictures;
CREATE INDEX live_crops_by_picture ON live_crops (picture_id, crop, story_id);
