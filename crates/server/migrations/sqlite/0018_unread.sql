-- From where a channel counts as unread for one user, whatever the cursor says.
ALTER TABLE preference ADD COLUMN unread_from INTEGER;
