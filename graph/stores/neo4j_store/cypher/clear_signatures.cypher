// whole graph: every signature goes
MATCH (s:Signature) CALL (s) { DELETE s } IN TRANSACTIONS OF 5000 ROWS
