-- Whether links in the application's messages are looked at.
ALTER TABLE app ADD COLUMN previews INTEGER NOT NULL DEFAULT 1;
