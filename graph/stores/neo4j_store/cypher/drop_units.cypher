UNWIND $keys AS key
MATCH (u:Unit {key: key})
DELETE u
