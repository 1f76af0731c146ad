SELECT text FROM saved WHERE kind = ? AND name = ?
