CREATE INDEX work_generation IF NOT EXISTS FOR (n:Work) ON (n.generation)
