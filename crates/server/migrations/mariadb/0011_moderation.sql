-- What operators decide: who may not write or come in for a while, and how a channel is written in.
ALTER TABLE channel ADD COLUMN IF NOT EXISTS is_frozen BIGINT NOT NULL DEFAULT 0;
ALTER TABLE channel ADD COLUMN IF NOT EXISTS slow_mode_seconds BIGINT NOT NULL DEFAULT 0;
ALTER TABLE member ADD COLUMN IF NOT EXISTS muted_until BIGINT;
ALTER TABLE member ADD COLUMN IF NOT EXISTS banned_until BIGINT;

-- The last message of each user in channels in slow mode.
CREATE TABLE IF NOT EXISTS last_post (
  channel_key BIGINT NOT NULL,
  user_key BIGINT NOT NULL,
  posted_at BIGINT NOT NULL,
  PRIMARY KEY (channel_key, user_key),
  FOREIGN KEY (channel_key) REFERENCES channel (id),
  FOREIGN KEY (user_key) REFERENCES app_user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- What people report to the operators, as it was then.
CREATE TABLE IF NOT EXISTS report (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  channel_key BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  user_key BIGINT NOT NULL,
  reporter_key BIGINT NOT NULL,
  reason VARCHAR(32) NOT NULL,
  note TEXT NOT NULL,
  body MEDIUMTEXT NOT NULL,
  created_at BIGINT NOT NULL,
  resolved_at BIGINT,
  KEY report_open (channel_key, resolved_at, id),
  FOREIGN KEY (channel_key) REFERENCES channel (id),
  FOREIGN KEY (user_key) REFERENCES app_user (id),
  FOREIGN KEY (reporter_key) REFERENCES app_user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- Whom somebody does not want to hear of. The blocked never know.
CREATE TABLE IF NOT EXISTS user_block (
  user_key BIGINT NOT NULL,
  blocked_key BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (user_key, blocked_key),
  FOREIGN KEY (user_key) REFERENCES app_user (id),
  FOREIGN KEY (blocked_key) REFERENCES app_user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- Words and domains that an application replaces, refuses or reports, as JSON; empty: none.
ALTER TABLE app ADD COLUMN IF NOT EXISTS filters MEDIUMTEXT NOT NULL DEFAULT '';
