-- Threads: a row of `channel` each, named after the channel and the root, of its kind with `_thread` behind. Who hears of new
-- replies stands in follower, with how far they read; a row with following 0 is of who does not want to.
ALTER TABLE channel MODIFY channel_id VARCHAR(160) NOT NULL;
ALTER TABLE channel ADD COLUMN IF NOT EXISTS parent_key BIGINT;
CREATE INDEX IF NOT EXISTS channel_parent ON channel (parent_key);

CREATE TABLE IF NOT EXISTS follower (
  thread_key BIGINT NOT NULL,
  user_key BIGINT NOT NULL,
  following BIGINT NOT NULL,
  read_seq BIGINT NOT NULL,
  PRIMARY KEY (thread_key, user_key),
  KEY follower_user (user_key, following),
  FOREIGN KEY (thread_key) REFERENCES channel (id),
  FOREIGN KEY (user_key) REFERENCES app_user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
