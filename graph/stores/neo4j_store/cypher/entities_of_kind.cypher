MATCH (e:Entity) WHERE e.kind = $kind AND e.id > $after
RETURN e {.*, nameParts: null} AS entity
ORDER BY e.kind, e.id
LIMIT $limit
