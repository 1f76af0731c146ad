UNWIND $ids AS id
MATCH (w:RemovedWork {record: id})
DELETE w
