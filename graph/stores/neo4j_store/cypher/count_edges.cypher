// whole graph: an edge is counted once however many documents support it
MATCH (a:Entity) WHERE a.id >= ''
CALL (a) {
  MATCH (a)-[r]->(b:Entity)
  RETURN type(r) AS kind, count(DISTINCT [b.id, r.status]) AS number
}
RETURN kind, sum(number) AS number
ORDER BY kind
