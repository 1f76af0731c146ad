UNWIND $ids AS id
MERGE (w:RemovedWork {record: id})
SET w.generation = $generation
RETURN count(*) AS written
