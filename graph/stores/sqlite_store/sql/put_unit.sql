INSERT INTO unit (key, source, content, fingerprint, date, payload) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET source = excluded.source, content = excluded.content,
    fingerprint = excluded.fingerprint, date = excluded.date, payload = excluded.payload
