MATCH (s:Qilian {name: 'store'})
SET s.generation = $generation
