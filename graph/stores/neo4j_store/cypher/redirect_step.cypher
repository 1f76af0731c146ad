UNWIND $ids AS id
MATCH (r:Redirect {former: id})
OPTIONAL MATCH (e:Entity {id: r.present})
RETURN r.former AS former, r.present AS present, e IS NOT NULL AS there
