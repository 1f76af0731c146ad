MERGE (lock:Qilian {name: 'lock'})
MERGE (s:Qilian {name: 'store'})
ON CREATE SET s.schema = $schema, s.id = $id, s.generation = 0, s.nextOrder = 1
