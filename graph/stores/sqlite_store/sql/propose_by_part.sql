SELECT id, kind, name, data FROM entity
WHERE all_names LIKE ?1 ESCAPE '\' AND (?2 = '[]' OR kind IN (SELECT value FROM json_each(?2)))
ORDER BY length(name), id LIMIT ?3
