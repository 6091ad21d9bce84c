-- Who is named in which message of a group, for the count of unread mentions; user_key 0 is everybody. And nicknames as they
-- are searched: folded by the server, which fills them in when it opens the data.
ALTER TABLE app_user ADD COLUMN IF NOT EXISTS nickname_key VARCHAR(64) NOT NULL DEFAULT '';

CREATE TABLE IF NOT EXISTS mention (
  channel_key BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  user_key BIGINT NOT NULL,
  PRIMARY KEY (channel_key, seq, user_key),
  FOREIGN KEY (channel_key) REFERENCES channel (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
