-- Registered users by nickname, and public groups by age.
CREATE INDEX app_user_nickname ON app_user (app_id, is_visitor, nickname_key, id);
CREATE INDEX channel_public ON channel (app_id, kind, is_public, id);
