"""The embedded store: one SQLite file, read live by other processes while one writes."""
