-- How one user keeps a channel, and until when nothing is to ring for somebody.
CREATE TABLE preference (
  user_key INTEGER NOT NULL REFERENCES app_user (id),
  channel_key INTEGER NOT NULL REFERENCES channel (id),
  notify TEXT NOT NULL,
  pinned_at INTEGER,
  archived_seq INTEGER,
  PRIMARY KEY (user_key, channel_key)
) WITHOUT ROWID;

ALTER TABLE app_user ADD COLUMN undisturbed_until INTEGER;
