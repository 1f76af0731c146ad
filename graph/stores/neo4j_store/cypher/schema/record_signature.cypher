CREATE INDEX record_signature IF NOT EXISTS FOR (n:Record) ON (n.signature)
