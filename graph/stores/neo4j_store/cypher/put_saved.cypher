MERGE (s:Saved {kind: $kind, name: $name})
SET s.text = $text
