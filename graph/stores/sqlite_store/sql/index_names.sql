INSERT INTO entity_names (rowid, all_names) VALUES (?, ?)
