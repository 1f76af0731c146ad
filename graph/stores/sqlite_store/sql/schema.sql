-- Input: what was put in.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (key TEXT PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE unit (
    n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
    content TEXT NOT NULL, fingerprint TEXT NOT NULL, date TEXT, payload TEXT NOT NULL
);
CREATE INDEX unit_source ON unit (source, key);
CREATE TABLE record (
    ord INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, suffix TEXT NOT NULL, unit TEXT NOT NULL,
    signature TEXT NOT NULL, live INTEGER NOT NULL, date TEXT, properties TEXT NOT NULL
);
CREATE INDEX record_unit ON record (unit);
CREATE INDEX record_signature ON record (signature) WHERE signature <> '';
CREATE TABLE decision (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, data TEXT NOT NULL);
CREATE TABLE decision_unit (
    unit TEXT NOT NULL, decision TEXT NOT NULL, PRIMARY KEY (unit, decision)
) WITHOUT ROWID;
CREATE INDEX decision_unit_decision ON decision_unit (decision);
CREATE TABLE redirect (former TEXT PRIMARY KEY, present TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE saved (
    kind TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (kind, name)
) WITHOUT ROWID;
-- Projection: what follows; `rebuild` empties and refills it.
CREATE TABLE signature (
    id TEXT PRIMARY KEY, count INTEGER NOT NULL, first INTEGER NOT NULL,
    first_record TEXT NOT NULL, entity TEXT NOT NULL, data TEXT NOT NULL
);
CREATE INDEX signature_entity ON signature (entity);
CREATE TABLE signature_key (
    key TEXT NOT NULL, signature TEXT NOT NULL, PRIMARY KEY (key, signature)
) WITHOUT ROWID;
CREATE TABLE entity (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
    all_names TEXT NOT NULL, data TEXT NOT NULL
);
CREATE INDEX entity_kind ON entity (kind, id);
CREATE VIRTUAL TABLE entity_names USING fts5 (words, content = '', detail = 'none');
CREATE TABLE identifier (
    identifier TEXT NOT NULL, entity TEXT NOT NULL, PRIMARY KEY (identifier, entity)
) WITHOUT ROWID;
CREATE INDEX identifier_entity ON identifier (entity);
-- Rows are appended and the indexes kept slim: ids are random, and a fat index by a random key
-- would rewrite most of its pages with every batch.
CREATE TABLE support (
    start TEXT NOT NULL, kind TEXT NOT NULL, end TEXT NOT NULL, status TEXT NOT NULL,
    unit TEXT NOT NULL, source TEXT NOT NULL, level INTEGER NOT NULL, date TEXT,
    confidence REAL NOT NULL, role TEXT NOT NULL, share REAL
);
CREATE INDEX support_start ON support (start, end);
CREATE INDEX support_end ON support (end);
CREATE INDEX support_unit ON support (unit);
CREATE TABLE work (
    record TEXT PRIMARY KEY, entity TEXT NOT NULL, unit TEXT NOT NULL, day INTEGER,
    level INTEGER NOT NULL, tokens TEXT NOT NULL, owners TEXT NOT NULL,
    generation INTEGER NOT NULL, family TEXT NOT NULL
);
CREATE INDEX work_entity ON work (entity);
CREATE INDEX work_unit ON work (unit);
CREATE INDEX work_generation ON work (generation);
CREATE TABLE work_removed (record TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX work_removed_generation ON work_removed (generation);
-- For people who open the file themselves.
CREATE VIEW entities AS
    SELECT id, kind, name, json_extract(data, '$.region') AS region, data FROM entity;
CREATE VIEW edges AS
    SELECT s.start AS start_id, a.name AS start_name, a.kind AS start_kind, s.kind, s.status,
           s.end AS end_id, b.name AS end_name, b.kind AS end_kind,
           count(*) AS documents, min(s.date) AS first_date, max(s.date) AS last_date
    FROM support AS s JOIN entity AS a ON a.id = s.start JOIN entity AS b ON b.id = s.end
    GROUP BY s.start, s.kind, s.end, s.status;
CREATE VIEW evidence AS
    SELECT start AS start_id, kind, end AS end_id, status, unit, source, date, confidence, role
    FROM support;
