SELECT key, content, fingerprint FROM unit WHERE key IN (SELECT value FROM json_each(?))
