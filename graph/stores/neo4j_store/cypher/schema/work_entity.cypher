CREATE INDEX work_entity IF NOT EXISTS FOR (n:Work) ON (n.entity)
