SELECT record, entity, day, level, tokens, owners, unit, generation, family FROM work
WHERE unit IN (SELECT value FROM json_each(?)) ORDER BY record
