UNWIND $rows AS row
CREATE (w:Record:Work)
SET w = row
RETURN count(*) AS written
