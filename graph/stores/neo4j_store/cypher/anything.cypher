// whole graph: the count is kept by the server and no node is read
MATCH (n) RETURN count(n) AS nodes
