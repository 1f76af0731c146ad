DELETE FROM support WHERE start = ? AND kind = ? AND end = ? AND status = ? AND unit = ?
