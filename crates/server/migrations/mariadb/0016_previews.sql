-- Whether links in the application's messages are looked at.
ALTER TABLE app ADD COLUMN IF NOT EXISTS previews BIGINT NOT NULL DEFAULT 1;
