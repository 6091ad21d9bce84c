-- What operators decide: who may not write or come in for a while, and how a channel is written in.
ALTER TABLE channel ADD COLUMN is_frozen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channel ADD COLUMN slow_mode_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE member ADD COLUMN muted_until INTEGER;
ALTER TABLE member ADD COLUMN banned_until INTEGER;

-- The last message of each user in channels in slow mode.
CREATE TABLE last_post (
  channel_key INTEGER NOT NULL REFERENCES channel (id),
  user_key INTEGER NOT NULL REFERENCES app_user (id),
  posted_at INTEGER NOT NULL,
  PRIMARY KEY (channel_key, user_key)
) WITHOUT ROWID;

-- What people report to the operators, as it was then.
CREATE TABLE report (
  id INTEGER NOT NULL PRIMARY KEY,
  channel_key INTEGER NOT NULL REFERENCES channel (id),
  seq INTEGER NOT NULL,
  user_key INTEGER NOT NULL REFERENCES app_user (id),
  reporter_key INTEGER NOT NULL REFERENCES app_user (id),
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  resolved_at INTEGER
);

CREATE INDEX report_open ON report (channel_key, resolved_at, id);

-- Whom somebody does not want to hear of. The blocked never know.
CREATE TABLE user_block (
  user_key INTEGER NOT NULL REFERENCES app_user (id),
  blocked_key INTEGER NOT NULL REFERENCES app_user (id),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_key, blocked_key)
) WITHOUT ROWID;

-- Words and domains that an application replaces, refuses or reports, as JSON; empty: none.
ALTER TABLE app ADD COLUMN filters TEXT NOT NULL DEFAULT '';
