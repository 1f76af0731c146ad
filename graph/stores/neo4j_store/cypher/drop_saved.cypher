MATCH (s:Saved {kind: $kind, name: $name})
DELETE s
