MATCH (r:Redirect) WHERE r.former >= ''
RETURN r.former AS former, r.present AS present
ORDER BY r.former
