-- Who chose what in a poll: one row each, by the rev in which it was last changed. `choice` has a bit for each option. How a poll
-- stands is in the message's extra.
CREATE TABLE vote (
  channel_key INTEGER NOT NULL REFERENCES channel (id),
  seq INTEGER NOT NULL,
  user_key INTEGER NOT NULL REFERENCES app_user (id),
  choice INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  PRIMARY KEY (channel_key, seq, user_key)
) WITHOUT ROWID;

CREATE UNIQUE INDEX vote_rev ON vote (channel_key, seq, rev);
CREATE INDEX vote_user ON vote (user_key, channel_key, seq);
