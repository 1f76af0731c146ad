MATCH (u:Unit) WHERE u.source >= '' AND u.key >= ''
RETURN u.source AS source, count(*) AS units, min(u.date) AS low, max(u.date) AS high
ORDER BY source
