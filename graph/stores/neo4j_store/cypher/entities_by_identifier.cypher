UNWIND $rows AS row
CALL (row) {
  CALL db.index.fulltext.queryNodes('entity_names', row.query) YIELD node AS e
  WHERE row.identifier IN e.identifiers
  RETURN e
}
RETURN row.identifier AS identifier, e.id AS entity
ORDER BY identifier, entity DESC
