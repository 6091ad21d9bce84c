-- Messages that wait for their time. due_at is send_at, and nothing once it failed, for the reason in failed.
CREATE TABLE scheduled (
  id INTEGER NOT NULL PRIMARY KEY,
  channel_key INTEGER NOT NULL REFERENCES channel (id),
  user_key INTEGER NOT NULL REFERENCES app_user (id),
  client_id TEXT NOT NULL,
  body TEXT NOT NULL,
  mentions TEXT NOT NULL,
  send_at INTEGER NOT NULL,
  due_at INTEGER,
  failed TEXT,
  created_at INTEGER NOT NULL,
  UNIQUE (user_key, client_id)
);

CREATE INDEX scheduled_due ON scheduled (due_at);
