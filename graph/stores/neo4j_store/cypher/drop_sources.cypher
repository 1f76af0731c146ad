UNWIND $keys AS key
MATCH (s:Source {key: key})
DELETE s
