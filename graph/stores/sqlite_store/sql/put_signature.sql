INSERT INTO signature (id, count, first, first_record, entity, data) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET count = excluded.count, first = excluded.first,
    first_record = excluded.first_record, entity = excluded.entity
