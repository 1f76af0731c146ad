UNWIND $rows AS row
MERGE (r:Record {id: row.id})
SET r += row
REMOVE r:Retired
RETURN count(*) AS written
