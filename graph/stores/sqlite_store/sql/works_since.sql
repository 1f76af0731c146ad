SELECT record, entity, day, level, tokens, owners, unit, generation FROM work
WHERE generation > ?
