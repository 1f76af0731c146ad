INSERT OR REPLACE INTO work_removed (record, generation) SELECT record, ? FROM work
