CREATE INDEX removed_work_generation IF NOT EXISTS FOR (n:RemovedWork) ON (n.generation)
