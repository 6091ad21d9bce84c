-- Files: uploading, ready (complete, of no message yet), sent (of the message at channel_key and seq), deleted (its bytes
-- still to be removed). Their bytes are not here.
CREATE TABLE IF NOT EXISTS file (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  app_id VARCHAR(64) NOT NULL,
  file_id VARCHAR(64) NOT NULL,
  user_key BIGINT NOT NULL,
  state VARCHAR(16) NOT NULL,
  details TEXT NOT NULL,
  size BIGINT NOT NULL,
  received BIGINT NOT NULL,
  touched_at BIGINT NOT NULL,
  channel_key BIGINT,
  seq BIGINT,
  UNIQUE (app_id, file_id),
  KEY file_state (state, touched_at),
  KEY file_user (user_key, state),
  KEY file_message (channel_key, seq),
  FOREIGN KEY (app_id) REFERENCES app (app_id),
  FOREIGN KEY (user_key) REFERENCES app_user (id),
  FOREIGN KEY (channel_key) REFERENCES channel (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
