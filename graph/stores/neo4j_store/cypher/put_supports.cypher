UNWIND $rows AS row
MATCH (a:Entity {id: row.start})
MATCH (b:Entity {id: row.end})
CREATE (a)-[r:$(row.kind)]->(b)
SET r = row.properties
RETURN count(*) AS written
