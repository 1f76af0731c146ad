DELETE FROM saved WHERE kind = ? AND name = ?
