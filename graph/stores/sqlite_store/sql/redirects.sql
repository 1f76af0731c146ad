WITH RECURSIVE chain (origin, present, depth) AS (
    SELECT former, present, 1 FROM redirect WHERE former IN (SELECT value FROM json_each(?))
    UNION ALL
    SELECT chain.origin, r.present, depth + 1 FROM chain JOIN redirect AS r ON r.former = chain.present
    WHERE depth < 100 AND NOT EXISTS (SELECT 1 FROM entity WHERE id = chain.present)
)
SELECT origin, present FROM chain WHERE EXISTS (SELECT 1 FROM entity WHERE id = chain.present)
ORDER BY depth
