CREATE CONSTRAINT saved_name IF NOT EXISTS FOR (n:Saved) REQUIRE (n.kind, n.name) IS UNIQUE
