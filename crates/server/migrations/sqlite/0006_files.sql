-- Files: uploading, ready (complete, of no message yet), sent (of the message at channel_key and seq), deleted (its bytes
-- still to be removed). Their bytes are not here.
CREATE TABLE file (
  id INTEGER NOT NULL PRIMARY KEY,
  app_id TEXT NOT NULL REFERENCES app (app_id),
  file_id TEXT NOT NULL,
  user_key INTEGER NOT NULL REFERENCES app_user (id),
  state TEXT NOT NULL,
  details TEXT NOT NULL,
  size INTEGER NOT NULL,
  received INTEGER NOT NULL,
  touched_at INTEGER NOT NULL,
  channel_key INTEGER REFERENCES channel (id),
  seq INTEGER,
  UNIQUE (app_id, file_id)
);

CREATE INDEX file_state ON file (state, touched_at);
CREATE INDEX file_user ON file (user_key, state);
CREATE INDEX file_message ON file (channel_key, seq);
