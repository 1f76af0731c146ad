RETURN COUNT { MATCH (:Source) } AS sources, COUNT { MATCH (:Unit) } AS units,
       COUNT { MATCH (:Record) } - COUNT { MATCH (:Retired) } AS records,
       COUNT { MATCH (:Decision) } AS decisions
