-- Who reacted to what, by the rev in which it was done; what a page shows of it stands in the message's extra.
CREATE TABLE reaction (
  channel_key INTEGER NOT NULL REFERENCES channel (id),
  seq INTEGER NOT NULL,
  emoji TEXT NOT NULL,
  user_key INTEGER NOT NULL REFERENCES app_user (id),
  rev INTEGER NOT NULL,
  PRIMARY KEY (channel_key, seq, emoji, user_key)
) WITHOUT ROWID;

CREATE UNIQUE INDEX reaction_rev ON reaction (channel_key, seq, rev);
CREATE INDEX reaction_user ON reaction (user_key, channel_key, seq);
