-- Who writes for themself and the operators only, without knowing it, and what they wrote so.
ALTER TABLE member ADD COLUMN shadow_until INTEGER;
ALTER TABLE message ADD COLUMN is_shadow INTEGER NOT NULL DEFAULT 0;
