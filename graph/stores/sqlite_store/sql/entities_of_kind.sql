SELECT id, kind, name, data FROM entity WHERE kind = ? AND id > ? ORDER BY id LIMIT ?
