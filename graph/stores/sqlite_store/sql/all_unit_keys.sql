SELECT key FROM unit ORDER BY key
