SELECT key, source, content, fingerprint, payload FROM unit ORDER BY key
