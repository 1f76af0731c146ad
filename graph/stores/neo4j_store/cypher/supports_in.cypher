UNWIND $entities AS id
MATCH (b:Entity {id: id})<-[r]-(a:Entity)
WHERE $kinds = [] OR type(r) IN $kinds
RETURN a.id AS start, type(r) AS kind, b.id AS end, r.status AS status, r.unit AS unit,
       r.source AS source, r.level AS level, r.date AS date, r.confidence AS confidence,
       coalesce(r.role, '') AS role, r.share AS share
