INSERT INTO work (record, entity, day, level, tokens, owners, unit, generation, family)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (record) DO UPDATE SET entity = excluded.entity, day = excluded.day,
    level = excluded.level, tokens = excluded.tokens, owners = excluded.owners,
    unit = excluded.unit, generation = excluded.generation, family = excluded.family
