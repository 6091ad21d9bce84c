-- The pinned messages of a channel, by the rev in which each was pinned; that a message is pinned stands in its extra too.
CREATE TABLE IF NOT EXISTS pin (
  channel_key BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  user_key BIGINT NOT NULL,
  pinned_at BIGINT NOT NULL,
  rev BIGINT NOT NULL,
  PRIMARY KEY (channel_key, seq),
  UNIQUE KEY pin_rev (channel_key, rev),
  FOREIGN KEY (channel_key) REFERENCES channel (id),
  FOREIGN KEY (user_key) REFERENCES app_user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
