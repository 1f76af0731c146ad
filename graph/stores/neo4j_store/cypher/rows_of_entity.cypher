CALL () {
  MATCH (r:Record {id: $entity})
  WHERE r.signature IS NULL
  RETURN r, null AS s
  UNION ALL
  MATCH (s:Signature {entity: $entity})
  MATCH (r:Record {signature: s.id})
  RETURN r, s
}
WITH r, s WHERE r.live
RETURN r.id AS id, r.suffix AS suffix, r.unit AS unit, r.order AS order, coalesce(r.signature, '') AS signature,
       coalesce(s.entity, r.id) AS entity, r.live AS live, r.date AS date,
       coalesce(r.properties, '{}') AS properties
ORDER BY r.properties IS NULL, r.order
LIMIT $limit
