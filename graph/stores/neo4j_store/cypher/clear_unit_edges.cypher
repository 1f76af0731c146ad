// whole graph: no unit supports an edge any more
MATCH (u:Unit) WHERE u.edges IS NOT NULL
CALL (u) { REMOVE u.edges } IN TRANSACTIONS OF 5000 ROWS
