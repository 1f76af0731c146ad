INSERT INTO record (id, suffix, unit, ord, signature, live, date, properties)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, ord = excluded.ord,
    signature = excluded.signature, live = excluded.live, date = excluded.date,
    properties = excluded.properties
