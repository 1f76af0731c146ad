CALL () {
  MATCH (s:Source) RETURN 'sources' AS what, count(s) AS number
  UNION ALL
  MATCH (u:Unit) RETURN 'units' AS what, count(u) AS number
  UNION ALL
  MATCH (r:Record) RETURN 'records' AS what, count(r) AS number
  UNION ALL
  MATCH (r:Retired) RETURN 'retired' AS what, count(r) AS number
  UNION ALL
  MATCH (d:Decision) RETURN 'decisions' AS what, count(d) AS number
}
RETURN what, number
