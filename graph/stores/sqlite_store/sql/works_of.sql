SELECT record, entity, day, level, tokens, owners, unit, generation FROM work
WHERE entity IN (SELECT value FROM json_each(?)) ORDER BY record
