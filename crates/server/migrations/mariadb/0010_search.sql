-- What is searched (store/search.rs). A document's id is the time of its message with 20 bits behind it, so that a span of
-- time is a span of ids. Messages above indexed_seq are not in it yet: the server puts them there, the old ones as well.
ALTER TABLE channel ADD COLUMN IF NOT EXISTS indexed_seq BIGINT NOT NULL DEFAULT 0;

CREATE TABLE IF NOT EXISTS search_message (
  id BIGINT NOT NULL PRIMARY KEY,
  channel_key BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  words MEDIUMTEXT NOT NULL,
  FULLTEXT KEY search_words (words),
  FOREIGN KEY (channel_key) REFERENCES channel (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
