-- Messages that wait for their time. due_at is send_at, and nothing once it failed, for the reason in failed.
CREATE TABLE IF NOT EXISTS scheduled (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  channel_key BIGINT NOT NULL,
  user_key BIGINT NOT NULL,
  client_id VARCHAR(64) NOT NULL,
  body MEDIUMTEXT NOT NULL,
  mentions TEXT NOT NULL,
  send_at BIGINT NOT NULL,
  due_at BIGINT,
  failed VARCHAR(32),
  created_at BIGINT NOT NULL,
  UNIQUE KEY scheduled_client (user_key, client_id),
  KEY scheduled_due (due_at),
  FOREIGN KEY (channel_key) REFERENCES channel (id),
  FOREIGN KEY (user_key) REFERENCES app_user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
