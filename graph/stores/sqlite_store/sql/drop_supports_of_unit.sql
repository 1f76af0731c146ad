DELETE FROM support WHERE unit = ?
