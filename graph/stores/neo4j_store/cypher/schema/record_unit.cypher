CREATE INDEX record_unit IF NOT EXISTS FOR (n:Record) ON (n.unit)
