UNWIND $keys AS key
MATCH (u:Unit {key: key})
RETURN u.key AS key, u.content AS content, u.fingerprint AS fingerprint
