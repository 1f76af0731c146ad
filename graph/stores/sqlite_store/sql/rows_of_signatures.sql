SELECT r.id, r.suffix, r.unit, r.ord, r.signature, coalesce(s.entity, r.id), r.live, r.date, r.properties
FROM record AS r LEFT JOIN signature AS s ON s.id = r.signature
WHERE r.signature IN (SELECT value FROM json_each(?1)) AND r.signature <> '' AND r.live = 1
  AND (?2 = 0 OR r.properties <> '{}')
ORDER BY r.ord
