INSERT INTO entity_names (entity_names, rowid, all_names) VALUES ('delete', ?, ?)
