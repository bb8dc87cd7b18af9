-- People: finer grants. What `edit` allowed is three grants now; arranging and publishing carry what was part of them.

INSERT INTO grants (holder, grant_word) SELECT holder, 'comment' FROM grants WHERE grant_word = 'edit' ON CONFLICT (holder, grant_word) DO NOTHING;
INSERT INTO grants (holder, grant_word) SELECT holder, 'edit-own' FROM grants WHERE grant_word = 'edit' ON CONFLICT (holder, grant_word) DO NOTHING;
INSERT INTO grants (holder, grant_word) SELECT holder, 'edit-desk' FROM grants WHERE grant_word = 'edit' ON CONFLICT (holder, grant_word) DO NOTHING;
INSERT INTO grants (holder, grant_word) SELECT holder, 'push-alert' FROM grants WHERE grant_word = 'publish' ON CONFLICT (holder, grant_word) DO NOTHING;
INSERT INTO grants (holder, grant_word) SELECT holder, 'manage-site' FROM grants WHERE grant_word = 'manage-people' ON CONFLICT (holder, grant_word) DO NOTHING;
INSERT INTO grants (holder, grant_word) SELECT holder, 'see-confidential' FROM grants WHERE grant_word = 'manage-people' ON CONFLICT (holder, grant_word) DO NOTHING;
DELETE FROM grants WHERE grant_word = 'edit';
