UNWIND $rows AS row
MERGE (r:Redirect {former: row.former})
SET r.present = row.present
RETURN count(*) AS written
