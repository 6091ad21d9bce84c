-- Who writes for themself and the operators only, without knowing it, and what they wrote so.
ALTER TABLE member ADD COLUMN IF NOT EXISTS shadow_until BIGINT;
ALTER TABLE message ADD COLUMN IF NOT EXISTS is_shadow BIGINT NOT NULL DEFAULT 0;
