-- Who reacted to what, by the rev in which it was done; what a page shows of it stands in the message's extra.
CREATE TABLE IF NOT EXISTS reaction (
  channel_key BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  emoji VARCHAR(64) NOT NULL,
  user_key BIGINT NOT NULL,
  rev BIGINT NOT NULL,
  PRIMARY KEY (channel_key, seq, emoji, user_key),
  UNIQUE KEY reaction_rev (channel_key, seq, rev),
  KEY reaction_user (user_key, channel_key, seq),
  FOREIGN KEY (channel_key) REFERENCES channel (id),
  FOREIGN KEY (user_key) REFERENCES app_user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
