// whole graph: every entity goes, with its edges
MATCH (e:Entity) CALL (e) { DETACH DELETE e } IN TRANSACTIONS OF 2000 ROWS
