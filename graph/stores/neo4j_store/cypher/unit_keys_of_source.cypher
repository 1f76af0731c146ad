MATCH (u:Unit) WHERE u.source = $source AND u.key >= ''
RETURN u.key AS key
ORDER BY u.source, u.key
