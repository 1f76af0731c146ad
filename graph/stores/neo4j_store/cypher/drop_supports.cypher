// Both ends by index, then the edges between them from the end that has fewer.
UNWIND $rows AS row
MATCH (a:Entity {id: row.start})-[r]->(b:Entity {id: row.end})
USING INDEX a:Entity(id)
USING INDEX b:Entity(id)
WHERE type(r) = row.kind AND r.status = row.status AND r.unit = row.unit
DELETE r
