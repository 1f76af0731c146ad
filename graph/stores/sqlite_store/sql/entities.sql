SELECT id, kind, name, data FROM entity WHERE id IN (SELECT value FROM json_each(?))
