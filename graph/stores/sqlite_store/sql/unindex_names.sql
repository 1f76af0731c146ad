INSERT INTO entity_names (entity_names, rowid, words) VALUES ('delete', ?, ?)
