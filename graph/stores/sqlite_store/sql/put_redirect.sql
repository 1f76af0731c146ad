INSERT INTO redirect (former, present) VALUES (?, ?)
ON CONFLICT (former) DO UPDATE SET present = excluded.present
