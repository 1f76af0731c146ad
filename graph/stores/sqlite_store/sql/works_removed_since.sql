SELECT record, generation FROM work_removed WHERE generation > ?
