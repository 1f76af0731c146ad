SELECT source, count(*), min(date), max(date) FROM unit GROUP BY source ORDER BY source
