SELECT id, suffix, unit, ord, signature, entity, live, date, properties FROM (
    SELECT r.id, r.suffix, r.unit, r.ord, r.signature, r.id AS entity, r.live, r.date, r.properties
    FROM record AS r WHERE r.id = ?1 AND r.signature = '' AND r.live = 1
    UNION ALL
    SELECT r.id, r.suffix, r.unit, r.ord, r.signature, s.entity, r.live, r.date, r.properties
    FROM signature AS s JOIN record AS r ON r.signature = s.id
    WHERE s.entity = ?1 AND r.signature <> '' AND r.live = 1
)
ORDER BY properties = '{}', ord LIMIT ?2
