UNWIND $rows AS row
CREATE (:SignatureKey {key: row.key, signature: row.signature})
RETURN count(*) AS written
