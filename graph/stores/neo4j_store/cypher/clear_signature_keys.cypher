// whole graph: every key of a signature goes
MATCH (k:SignatureKey) CALL (k) { DELETE k } IN TRANSACTIONS OF 5000 ROWS
