SELECT key, source, content, fingerprint, payload FROM unit
WHERE source = ? ORDER BY key
