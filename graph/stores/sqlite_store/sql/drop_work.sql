DELETE FROM work WHERE record = ?
