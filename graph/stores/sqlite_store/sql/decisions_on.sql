SELECT data FROM decision
WHERE id IN (SELECT decision FROM decision_unit WHERE unit IN (SELECT value FROM json_each(?)))
ORDER BY n
