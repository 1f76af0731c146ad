SELECT name, text FROM saved WHERE kind = ? ORDER BY name
