INSERT INTO entity_names (entity_names) VALUES ('optimize')
