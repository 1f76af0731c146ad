CREATE INDEX signature_key IF NOT EXISTS FOR (n:SignatureKey) ON (n.key)
