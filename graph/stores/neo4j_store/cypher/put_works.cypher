UNWIND $rows AS row
MATCH (w:Record {id: row.id})
SET w += row, w:Work
RETURN count(*) AS written
