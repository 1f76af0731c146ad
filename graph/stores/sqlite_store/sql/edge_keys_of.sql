SELECT unit, start, kind, end, status FROM support
WHERE unit IN (SELECT value FROM json_each(?))
