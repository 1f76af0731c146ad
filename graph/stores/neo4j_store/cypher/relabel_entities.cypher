UNWIND $rows AS row
MATCH (e:Entity {id: row.id})
REMOVE e:$(row.former)
SET e:$(row.kind)
