MATCH (u:Unit) WHERE u.key >= ''
RETURN u.key AS key
ORDER BY u.key
