-- Who is named in which message of a group, for the count of unread mentions; user_key 0 is everybody. And nicknames as they
-- are searched: folded by the server, which fills them in when it opens the data.
ALTER TABLE app_user ADD COLUMN nickname_key TEXT NOT NULL DEFAULT '';

CREATE TABLE mention (
  channel_key INTEGER NOT NULL REFERENCES channel (id),
  seq INTEGER NOT NULL,
  user_key INTEGER NOT NULL,
  PRIMARY KEY (channel_key, seq, user_key)
) WITHOUT ROWID;
