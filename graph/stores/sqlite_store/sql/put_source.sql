INSERT INTO source (key, data) VALUES (?, ?)
ON CONFLICT (key) DO UPDATE SET data = excluded.data
