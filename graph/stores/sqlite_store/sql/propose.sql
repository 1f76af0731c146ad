SELECT e.id, e.kind, e.name, e.data FROM entity_names JOIN entity AS e ON e.n = entity_names.rowid
WHERE entity_names MATCH ?1 AND (?2 = '[]' OR e.kind IN (SELECT value FROM json_each(?2)))
ORDER BY length(e.name), e.id LIMIT ?3
