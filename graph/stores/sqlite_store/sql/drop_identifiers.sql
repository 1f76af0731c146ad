DELETE FROM identifier WHERE entity = ?
