MATCH (s:Qilian {name: 'store'})
RETURN s.schema AS schema, s.id AS id, s.generation AS generation, s.nextOrder AS nextOrder
