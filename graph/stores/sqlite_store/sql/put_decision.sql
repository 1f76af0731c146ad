INSERT INTO decision (id, data) VALUES (?, ?)
ON CONFLICT (id) DO UPDATE SET data = excluded.data
