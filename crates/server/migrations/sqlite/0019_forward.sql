-- A forwarded file has the bytes of this one.
ALTER TABLE file ADD COLUMN stored_as TEXT;

CREATE INDEX file_stored ON file (app_id, stored_as);
