UNWIND $rows AS row
MERGE (e:Entity {id: row.id})
REMOVE e:$(coalesce(e.kind, row.kind))
SET e = row
SET e:$(row.kind)
