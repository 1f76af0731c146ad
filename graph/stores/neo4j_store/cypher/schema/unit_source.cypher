CREATE INDEX unit_source IF NOT EXISTS FOR (n:Unit) ON (n.source, n.key)
