SELECT start, kind, end, status, unit, source, level, date, confidence, role, share FROM support
WHERE end IN (SELECT value FROM json_each(?1))
  AND (?2 = '[]' OR kind IN (SELECT value FROM json_each(?2)))
