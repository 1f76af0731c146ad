UNWIND $rows AS row
MERGE (d:Decision {id: row.id})
ON CREATE SET d.number = row.number
SET d.data = row.data
RETURN count(*) AS written
