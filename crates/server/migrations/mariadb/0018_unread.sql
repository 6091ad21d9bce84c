-- From where a channel counts as unread for one user, whatever the cursor says.
ALTER TABLE preference ADD COLUMN IF NOT EXISTS unread_from BIGINT;
