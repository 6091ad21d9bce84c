-- Applications, people, channels, members and messages. Text keys of the outside meet integer keys of the inside
-- (channel.id, app_user.id), so that the indexes of the largest table stay narrow.

CREATE TABLE app (
  app_id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  origins TEXT NOT NULL,
  limits TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE app_key (
  app_id TEXT NOT NULL REFERENCES app (app_id),
  key_id TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  material TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  PRIMARY KEY (app_id, key_id)
) WITHOUT ROWID;

CREATE TABLE app_user (
  id INTEGER NOT NULL PRIMARY KEY,
  app_id TEXT NOT NULL REFERENCES app (app_id),
  user_id TEXT NOT NULL,
  nickname TEXT NOT NULL,
  profile_url TEXT,
  is_visitor INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  last_seen_at INTEGER,
  UNIQUE (app_id, user_id)
);

CREATE TABLE visitor (
  app_id TEXT NOT NULL REFERENCES app (app_id),
  token_hash TEXT NOT NULL,
  origin TEXT NOT NULL,
  user_key INTEGER NOT NULL REFERENCES app_user (id),
  PRIMARY KEY (app_id, token_hash)
) WITHOUT ROWID;

CREATE INDEX visitor_user ON visitor (user_key);

CREATE TABLE channel (
  id INTEGER NOT NULL PRIMARY KEY,
  app_id TEXT NOT NULL REFERENCES app (app_id),
  channel_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  cover_url TEXT,
  is_public INTEGER NOT NULL,
  distinct_key TEXT,
  creator_key INTEGER REFERENCES app_user (id),
  client_id TEXT,
  member_count INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  active_at INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  UNIQUE (app_id, channel_id)
);

CREATE UNIQUE INDEX channel_distinct ON channel (app_id, distinct_key);
CREATE UNIQUE INDEX channel_client ON channel (creator_key, client_id);
CREATE INDEX channel_kind ON channel (app_id, kind, id);

CREATE TABLE member (
  channel_key INTEGER NOT NULL REFERENCES channel (id),
  user_key INTEGER NOT NULL REFERENCES app_user (id),
  role TEXT NOT NULL,
  state TEXT NOT NULL,
  joined_at INTEGER NOT NULL,
  read_seq INTEGER NOT NULL,
  delivered_seq INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  PRIMARY KEY (channel_key, user_key)
) WITHOUT ROWID;

CREATE INDEX member_user ON member (user_key, state);
CREATE INDEX member_rev ON member (channel_key, rev);

-- fingerprint and first_rev are those of the first writing, which a resend is compared with and answered by, whatever
-- was edited or deleted since.
CREATE TABLE message (
  channel_key INTEGER NOT NULL REFERENCES channel (id),
  seq INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  first_rev INTEGER NOT NULL,
  user_key INTEGER NOT NULL REFERENCES app_user (id),
  client_id TEXT NOT NULL,
  fingerprint INTEGER NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  edited_at INTEGER,
  is_deleted INTEGER NOT NULL,
  PRIMARY KEY (channel_key, seq)
) WITHOUT ROWID;

CREATE UNIQUE INDEX message_client ON message (channel_key, client_id, user_key);
CREATE UNIQUE INDEX message_rev ON message (channel_key, rev);
