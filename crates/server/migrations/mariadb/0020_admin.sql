-- Messages that tell what happened, and count for nothing.
ALTER TABLE message ADD COLUMN IF NOT EXISTS is_admin BIGINT NOT NULL DEFAULT 0;
