-- The pinned messages of a channel, by the rev in which each was pinned; that a message is pinned stands in its extra too.
CREATE TABLE pin (
  channel_key INTEGER NOT NULL REFERENCES channel (id),
  seq INTEGER NOT NULL,
  user_key INTEGER NOT NULL REFERENCES app_user (id),
  pinned_at INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  PRIMARY KEY (channel_key, seq)
) WITHOUT ROWID;

CREATE UNIQUE INDEX pin_rev ON pin (channel_key, rev);
