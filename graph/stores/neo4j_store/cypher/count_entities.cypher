UNWIND $kinds AS kind
CALL (kind) {
  MATCH (e:Entity) WHERE e.kind = kind AND e.id >= ''
  RETURN count(e) AS number
}
WITH kind, number WHERE number > 0
RETURN kind, number
ORDER BY kind
