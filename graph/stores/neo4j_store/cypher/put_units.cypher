UNWIND $rows AS row
MERGE (u:Unit {key: row.key})
SET u = row
RETURN count(*) AS written
