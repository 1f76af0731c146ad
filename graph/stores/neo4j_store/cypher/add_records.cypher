UNWIND $rows AS row
CREATE (r:Record)
SET r = row
RETURN count(*) AS written
