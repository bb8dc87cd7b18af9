-- Links to other sites: which are to be asked, and what they answered. Nothing was ever kept in the table before it.

DROP TABLE link_checks;

CREATE TABLE link_checks (
  url TEXT NOT NULL PRIMARY KEY,
  host TEXT NOT NULL,
  -- 'answers', 'dead', 'unclear'; empty: not looked at yet.
  found TEXT NOT NULL,
  says TEXT NOT NULL,
  checked_at BIGINT,
  -- Since when, and on how many days, it was found dead each time that it could be looked at.
  dead_since BIGINT,
  dead_days BIGINT NOT NULL,
  -- When it is to be asked; a question stands until its answer is kept. Writers wait for theirs, so those come first.
  ask_at BIGINT,
  urgent BIGINT NOT NULL
);
CREATE INDEX link_checks_to_ask ON link_checks (host, urgent, ask_at) WHERE ask_at IS NOT NULL;
CREATE INDEX link_checks_dead ON link_checks (dead_days, dead_since) WHERE dead_days > 0;

-- Links to other sites of what readers have, as of the last nightly look.
CREATE TABLE live_links (
  story_id BIGINT NOT NULL REFERENCES stories(id),
  url TEXT NOT NULL,
  PRIMARY KEY (story_id, url)
);
CREATE INDEX live_links_by_url ON live_links (url);
