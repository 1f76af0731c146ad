UNWIND $rows AS row
MATCH (a:Entity {id: row.start})
MATCH (b:Entity {id: row.end})
MATCH (a)-[r]->(b)
WHERE type(r) = row.kind AND r.status = row.status AND r.unit = row.unit
DELETE r
