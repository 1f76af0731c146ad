INSERT OR REPLACE INTO work_removed (record, generation) VALUES (?, ?)
