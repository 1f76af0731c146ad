INSERT INTO entity_names (rowid, words) VALUES (?, ?)
