INSERT INTO support
    (start, kind, end, status, unit, source, level, date, confidence, role, share)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
