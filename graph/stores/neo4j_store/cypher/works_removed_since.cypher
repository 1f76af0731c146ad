MATCH (w:RemovedWork) WHERE w.generation > $generation
RETURN w.record AS record, w.generation AS generation
ORDER BY w.record
