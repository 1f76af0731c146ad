DELETE FROM signature;
DELETE FROM signature_key;
DELETE FROM support;
DELETE FROM identifier;
DELETE FROM work;
INSERT INTO entity_names (entity_names) VALUES ('delete-all');
DELETE FROM entity;
UPDATE record SET live = 0, signature = '', properties = '{}';
