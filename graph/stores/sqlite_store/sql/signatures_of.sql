SELECT id, count, first, first_record, entity, data FROM signature
WHERE entity IN (SELECT value FROM json_each(?)) ORDER BY id
