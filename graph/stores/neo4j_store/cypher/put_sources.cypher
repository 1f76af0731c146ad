UNWIND $rows AS row
MERGE (s:Source {key: row.key})
SET s = row
