UNWIND $keys AS key
MATCH (r:Record {unit: key})
WHERE r.live
OPTIONAL MATCH (s:Signature {id: r.signature})
RETURN r.id AS id, r.suffix AS suffix, r.unit AS unit, r.order AS order, coalesce(r.signature, '') AS signature,
       coalesce(s.entity, r.id) AS entity, r.live AS live, r.date AS date,
       coalesce(r.properties, '{}') AS properties
ORDER BY r.order
