CALL db.index.fulltext.queryNodes('entity_names', $query) YIELD node AS e
WHERE toLower(e.name) CONTAINS $part OR any(n IN e.names WHERE toLower(n) CONTAINS $part)
WITH e ORDER BY size(e.name), e.id LIMIT $limit
RETURN e {.*, nameParts: null} AS entity
