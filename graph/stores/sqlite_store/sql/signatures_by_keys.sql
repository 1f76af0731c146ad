SELECT id, count, first, first_record, entity, data FROM signature
WHERE id IN (SELECT signature FROM signature_key WHERE key IN (SELECT value FROM json_each(?)))
ORDER BY id
