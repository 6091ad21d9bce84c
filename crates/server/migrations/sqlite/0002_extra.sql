-- What a message is beyond its text, as JSON; empty for plain ones. Whatever else is kept of it stands in tables of its own.
ALTER TABLE message ADD COLUMN extra TEXT NOT NULL DEFAULT '';
