INSERT OR IGNORE INTO decision_unit (unit, decision) VALUES (?, ?)
