MATCH (s:Saved {kind: $kind, name: $name})
RETURN s.text AS text
