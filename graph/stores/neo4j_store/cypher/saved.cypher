MATCH (s:Saved) WHERE s.kind = $kind AND s.name >= ''
RETURN s.name AS name, s.text AS text
ORDER BY s.name
