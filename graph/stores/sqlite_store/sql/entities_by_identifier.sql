SELECT identifier, entity FROM identifier
WHERE identifier IN (SELECT value FROM json_each(?)) ORDER BY identifier, entity DESC
