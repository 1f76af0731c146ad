// whole graph: every work leaves the projection
MATCH (w:Work)
CALL (w) {
  MERGE (removed:RemovedWork {record: w.id})
  SET removed.generation = $generation
  REMOVE w:Work, w.entity, w.day, w.level, w.tokens, w.owners, w.generation, w.family
} IN TRANSACTIONS OF 2000 ROWS
