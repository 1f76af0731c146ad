// whole graph: every record keeps its place and its order, and means nothing
MATCH (r:Record) WHERE r.live
CALL (r) { SET r.live = false, r:Retired REMOVE r.signature, r.properties }
IN TRANSACTIONS OF 5000 ROWS
