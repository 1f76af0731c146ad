// OPTIONAL, so that an edge without one of its ends is an error and no silent loss.
UNWIND $rows AS row
OPTIONAL MATCH (a:Entity {id: row.start})
OPTIONAL MATCH (b:Entity {id: row.end})
CREATE (a)-[r:$(row.kind)]->(b)
SET r = row.properties
RETURN count(*) AS written
