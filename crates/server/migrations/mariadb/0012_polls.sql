-- Who chose what in a poll: one row each, by the rev in which it was last changed. `choice` has a bit for each option. How a poll
-- stands is in the message's extra.
CREATE TABLE IF NOT EXISTS vote (
  channel_key BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  user_key BIGINT NOT NULL,
  choice BIGINT NOT NULL,
  rev BIGINT NOT NULL,
  PRIMARY KEY (channel_key, seq, user_key),
  UNIQUE KEY vote_rev (channel_key, seq, rev),
  KEY vote_user (user_key, channel_key, seq),
  FOREIGN KEY (channel_key) REFERENCES channel (id),
  FOREIGN KEY (user_key) REFERENCES app_user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
