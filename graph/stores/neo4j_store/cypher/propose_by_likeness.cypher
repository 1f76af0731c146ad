CALL db.index.fulltext.queryNodes('entity_names', $query, {limit: $limit}) YIELD node AS e, score
WITH e, score ORDER BY score DESC, e.id
RETURN e {.*, nameWords: null} AS entity
