-- Themes that are kept, each as it was checked. The one in use is a copy of its own, in the settings.
CREATE TABLE themes (
  id {id},
  name TEXT NOT NULL,
  theme TEXT NOT NULL,
  added_at BIGINT NOT NULL,
  added_by TEXT NOT NULL
);
