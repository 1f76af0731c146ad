SELECT 'sources', count(*) FROM source UNION ALL SELECT 'units', count(*) FROM unit
UNION ALL SELECT 'records', count(*) FROM record WHERE live = 1
UNION ALL SELECT 'decisions', count(*) FROM decision
