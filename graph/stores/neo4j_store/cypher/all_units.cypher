MATCH (u:Unit) WHERE u.key >= ''
RETURN u.key AS key, u.source AS source, u.content AS content, u.fingerprint AS fingerprint,
       u.payload AS payload
ORDER BY u.key
