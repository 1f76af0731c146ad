INSERT INTO saved (kind, name, text) VALUES (?, ?, ?)
ON CONFLICT (kind, name) DO UPDATE SET text = excluded.text
