-- How one user keeps a channel, and until when nothing is to ring for somebody.
CREATE TABLE IF NOT EXISTS preference (
  user_key BIGINT NOT NULL,
  channel_key BIGINT NOT NULL,
  notify VARCHAR(16) NOT NULL,
  pinned_at BIGINT,
  archived_seq BIGINT,
  PRIMARY KEY (user_key, channel_key),
  FOREIGN KEY (user_key) REFERENCES app_user (id),
  FOREIGN KEY (channel_key) REFERENCES channel (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

ALTER TABLE app_user ADD COLUMN IF NOT EXISTS undisturbed_until BIGINT;
