CREATE INDEX signature_entity IF NOT EXISTS FOR (n:Signature) ON (n.entity)
