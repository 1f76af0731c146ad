MATCH (d:Decision) WHERE d.number >= 0
RETURN d.data AS data
ORDER BY d.number
