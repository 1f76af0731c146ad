SELECT data FROM decision ORDER BY n
