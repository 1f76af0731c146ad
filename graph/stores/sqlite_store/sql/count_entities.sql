SELECT kind, count(*) FROM entity GROUP BY kind ORDER BY kind
