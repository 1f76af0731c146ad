INSERT OR IGNORE INTO identifier (identifier, entity) VALUES (?, ?)
