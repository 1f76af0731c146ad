DELETE FROM work_removed WHERE record = ?
