INSERT OR IGNORE INTO signature_key (key, signature) VALUES (?, ?)
