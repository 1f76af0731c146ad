DELETE FROM unit WHERE key = ?
