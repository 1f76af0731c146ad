UNWIND $rows AS row
MATCH (u:Unit {key: row.key})
SET u.edges = row.edges
RETURN count(*) AS written
