UNWIND $rows AS row
CREATE (e:Entity:$(row.kind))
SET e = row
RETURN count(*) AS written
