DELETE FROM signature_key WHERE key = ? AND signature = ?
