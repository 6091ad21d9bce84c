-- Threads: a row of `channel` each, named after the channel and the root, of its kind with `_thread` behind. Who hears of new
-- replies stands in follower, with how far they read; a row with following 0 is of who does not want to.
ALTER TABLE channel ADD COLUMN parent_key INTEGER REFERENCES channel (id);
CREATE INDEX channel_parent ON channel (parent_key);

CREATE TABLE follower (
  thread_key INTEGER NOT NULL REFERENCES channel (id),
  user_key INTEGER NOT NULL REFERENCES app_user (id),
  following INTEGER NOT NULL,
  read_seq INTEGER NOT NULL,
  PRIMARY KEY (thread_key, user_key)
) WITHOUT ROWID;

CREATE INDEX follower_user ON follower (user_key, following);
