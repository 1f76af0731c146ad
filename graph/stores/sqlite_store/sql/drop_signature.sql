DELETE FROM signature WHERE id = ?
