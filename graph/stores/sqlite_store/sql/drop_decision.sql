DELETE FROM decision WHERE id = ?
