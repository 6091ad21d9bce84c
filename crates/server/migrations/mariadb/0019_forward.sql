-- A forwarded file has the bytes of this one.
ALTER TABLE file ADD COLUMN IF NOT EXISTS stored_as VARCHAR(64);

CREATE INDEX IF NOT EXISTS file_stored ON file (app_id, stored_as);
