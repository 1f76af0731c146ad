UNWIND $keys AS key
MATCH (u:Unit {key: key})
WHERE u.edges IS NOT NULL
RETURN u.key AS key, u.edges AS edges
