INSERT INTO entity (id, kind, name, all_names, data) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name,
    all_names = excluded.all_names, data = excluded.data
