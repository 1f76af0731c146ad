MATCH (e:Entity) WHERE e.kind = $kind AND e.id > $after
RETURN e {.*, nameWords: null} AS entity
ORDER BY e.kind, e.id
LIMIT $limit
