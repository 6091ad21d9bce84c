-- Messages that tell what happened, and count for nothing.
ALTER TABLE message ADD COLUMN is_admin INTEGER NOT NULL DEFAULT 0;
