SELECT n, id, all_names FROM entity WHERE id IN (SELECT value FROM json_each(?))
