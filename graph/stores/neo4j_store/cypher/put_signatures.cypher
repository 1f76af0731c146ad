UNWIND $rows AS row
MERGE (s:Signature {id: row.id})
ON CREATE SET s.data = row.data
SET s.count = row.count, s.first = row.first, s.firstRecord = row.firstRecord,
    s.entity = row.entity
RETURN count(*) AS written
