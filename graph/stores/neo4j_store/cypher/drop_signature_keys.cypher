UNWIND $rows AS row
MATCH (k:SignatureKey {key: row.key})
WHERE k.signature = row.signature
DELETE k
