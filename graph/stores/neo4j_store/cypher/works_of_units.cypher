UNWIND $keys AS key
MATCH (w:Record {unit: key})
WHERE w:Work
RETURN w.id AS record, w.entity AS entity, w.day AS day, w.level AS level, w.tokens AS tokens,
       w.owners AS owners, w.unit AS unit, w.generation AS generation,
       w.family AS family
ORDER BY w.id
