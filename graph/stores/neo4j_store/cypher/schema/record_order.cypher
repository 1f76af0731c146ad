CREATE INDEX record_order IF NOT EXISTS FOR (n:Record) ON (n.order)
