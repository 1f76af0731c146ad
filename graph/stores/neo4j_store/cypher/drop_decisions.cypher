UNWIND $ids AS id
MATCH (d:Decision {id: id})
DELETE d
