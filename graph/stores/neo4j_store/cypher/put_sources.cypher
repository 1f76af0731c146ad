UNWIND $rows AS row
MERGE (s:Source {key: row.key})
SET s = row
RETURN count(*) AS written
