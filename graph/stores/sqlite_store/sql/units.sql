SELECT key, source, content, fingerprint, payload FROM unit
WHERE key IN (SELECT value FROM json_each(?))
