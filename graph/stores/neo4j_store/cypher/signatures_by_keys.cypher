UNWIND $keys AS key
MATCH (k:SignatureKey {key: key})
WITH DISTINCT k.signature AS id
MATCH (s:Signature {id: id})
RETURN s.id AS id, s.count AS count, s.first AS first, s.firstRecord AS firstRecord,
       s.entity AS entity, s.data AS data
ORDER BY s.id
