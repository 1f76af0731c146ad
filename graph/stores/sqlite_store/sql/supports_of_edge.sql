SELECT start, kind, end, status, unit, source, level, date, confidence, role, share FROM support
WHERE start = ? AND kind = ? AND end = ? AND status = ? ORDER BY unit
