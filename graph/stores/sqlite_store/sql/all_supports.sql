SELECT start, kind, end, status, unit, source, level, date, confidence, role, share FROM support
WHERE ?1 = '[]' OR kind IN (SELECT value FROM json_each(?1))
ORDER BY start, kind, end, status, unit
