UNWIND $ids AS id
MATCH (w:Record {id: id})
REMOVE w:Work, w.entity, w.day, w.level, w.tokens, w.owners, w.generation, w.family
