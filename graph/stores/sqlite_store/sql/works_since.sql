SELECT record, entity, day, level, tokens, owners, unit, generation, family FROM work
WHERE generation > ?
