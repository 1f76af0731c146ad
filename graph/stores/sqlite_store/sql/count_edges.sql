SELECT kind, count(*) FROM (SELECT DISTINCT start, kind, end, status FROM support)
GROUP BY kind ORDER BY kind
