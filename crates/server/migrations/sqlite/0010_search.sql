-- What is searched (store/search.rs). A document's id is the time of its message with 20 bits behind it, so that the index
-- gives the newest first and a span of time is a span of ids. Messages above indexed_seq are not in it yet: the server
-- puts them there, the old ones as well.
ALTER TABLE channel ADD COLUMN indexed_seq INTEGER NOT NULL DEFAULT 0;

CREATE TABLE search_message (
  id INTEGER NOT NULL PRIMARY KEY,
  channel_key INTEGER NOT NULL REFERENCES channel (id),
  seq INTEGER NOT NULL
);

CREATE VIRTUAL TABLE search_words USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
