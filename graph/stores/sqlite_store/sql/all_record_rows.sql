SELECT r.id, r.suffix, r.unit, r.ord, r.signature, coalesce(s.entity, r.id), r.live, r.date, r.properties
FROM record AS r LEFT JOIN signature AS s ON s.id = r.signature
ORDER BY r.ord
