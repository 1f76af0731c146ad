DELETE FROM entity WHERE id = ?
