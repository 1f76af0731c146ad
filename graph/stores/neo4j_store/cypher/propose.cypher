CALL db.index.fulltext.queryNodes('entity_names', $query) YIELD node AS e
WITH e ORDER BY size(e.name), e.id LIMIT $limit
RETURN e {.*, nameWords: null} AS entity
