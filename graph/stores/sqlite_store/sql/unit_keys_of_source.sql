SELECT key FROM unit WHERE source = ? ORDER BY key
