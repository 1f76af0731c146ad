// Both ends by index, then the edges between them from the end that has fewer.
UNWIND $keys AS key
MATCH (a:Entity {id: key[0]})-[r]->(b:Entity {id: key[2]})
USING INDEX a:Entity(id)
USING INDEX b:Entity(id)
WHERE type(r) = key[1] AND r.status = key[3]
RETURN a.id AS start, type(r) AS kind, b.id AS end, r.status AS status, r.unit AS unit,
       r.source AS source, r.level AS level, r.date AS date, r.confidence AS confidence,
       coalesce(r.role, '') AS role, r.share AS share
