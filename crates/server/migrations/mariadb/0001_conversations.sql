-- The same tables as for SQLite. utf8mb4_nopad_bin compares byte by byte, and «a» differs from «a ». Each statement can be
-- run again: MariaDB commits every one by itself, so that a crash may leave any number of them done.

CREATE TABLE IF NOT EXISTS app (
  app_id VARCHAR(64) NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  origins TEXT NOT NULL,
  limits TEXT NOT NULL,
  created_at BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS app_key (
  app_id VARCHAR(64) NOT NULL,
  key_id VARCHAR(64) NOT NULL,
  algorithm VARCHAR(16) NOT NULL,
  material TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  PRIMARY KEY (app_id, key_id),
  FOREIGN KEY (app_id) REFERENCES app (app_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS app_user (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  app_id VARCHAR(64) NOT NULL,
  user_id VARCHAR(128) NOT NULL,
  nickname TEXT NOT NULL,
  profile_url TEXT,
  is_visitor BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT,
  last_seen_at BIGINT,
  UNIQUE (app_id, user_id),
  FOREIGN KEY (app_id) REFERENCES app (app_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS visitor (
  app_id VARCHAR(64) NOT NULL,
  token_hash VARCHAR(128) NOT NULL,
  origin VARCHAR(255) NOT NULL,
  user_key BIGINT NOT NULL,
  PRIMARY KEY (app_id, token_hash),
  KEY visitor_user (user_key),
  FOREIGN KEY (app_id) REFERENCES app (app_id),
  FOREIGN KEY (user_key) REFERENCES app_user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS channel (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  app_id VARCHAR(64) NOT NULL,
  channel_id VARCHAR(128) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  name TEXT NOT NULL,
  cover_url TEXT,
  is_public BIGINT NOT NULL,
  distinct_key VARCHAR(64),
  creator_key BIGINT,
  client_id VARCHAR(64),
  member_count BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  active_at BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  rev BIGINT NOT NULL,
  UNIQUE (app_id, channel_id),
  UNIQUE KEY channel_distinct (app_id, distinct_key),
  UNIQUE KEY channel_client (creator_key, client_id),
  KEY channel_kind (app_id, kind, id),
  FOREIGN KEY (app_id) REFERENCES app (app_id),
  FOREIGN KEY (creator_key) REFERENCES app_user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS member (
  channel_key BIGINT NOT NULL,
  user_key BIGINT NOT NULL,
  role VARCHAR(16) NOT NULL,
  state VARCHAR(16) NOT NULL,
  joined_at BIGINT NOT NULL,
  read_seq BIGINT NOT NULL,
  delivered_seq BIGINT NOT NULL,
  rev BIGINT NOT NULL,
  PRIMARY KEY (channel_key, user_key),
  KEY member_user (user_key, state),
  KEY member_rev (channel_key, rev),
  FOREIGN KEY (channel_key) REFERENCES channel (id),
  FOREIGN KEY (user_key) REFERENCES app_user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

-- fingerprint and first_rev are those of the first writing, which a resend is compared with and answered by, whatever
-- was edited or deleted since.
CREATE TABLE IF NOT EXISTS message (
  channel_key BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  rev BIGINT NOT NULL,
  first_rev BIGINT NOT NULL,
  user_key BIGINT NOT NULL,
  client_id VARCHAR(64) NOT NULL,
  fingerprint BIGINT NOT NULL,
  body MEDIUMTEXT NOT NULL,
  created_at BIGINT NOT NULL,
  edited_at BIGINT,
  is_deleted BIGINT NOT NULL,
  PRIMARY KEY (channel_key, seq),
  UNIQUE KEY message_client (channel_key, client_id, user_key),
  UNIQUE KEY message_rev (channel_key, rev),
  FOREIGN KEY (channel_key) REFERENCES channel (id),
  FOREIGN KEY (user_key) REFERENCES app_user (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
