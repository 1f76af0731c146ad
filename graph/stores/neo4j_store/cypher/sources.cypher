MATCH (s:Source) WHERE s.key >= ''
RETURN s.key AS key, s.title AS title, s.visibility AS visibility, s.form AS form,
       s.licence AS licence, s.url AS url
ORDER BY s.key
