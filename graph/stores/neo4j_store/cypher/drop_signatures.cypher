UNWIND $ids AS id
MATCH (s:Signature {id: id})
DELETE s
