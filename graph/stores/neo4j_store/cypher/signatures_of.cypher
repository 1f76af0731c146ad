UNWIND $entities AS entity
MATCH (s:Signature {entity: entity})
RETURN s.id AS id, s.count AS count, s.first AS first, s.firstRecord AS firstRecord,
       s.entity AS entity, s.data AS data
ORDER BY s.id
