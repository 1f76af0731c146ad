"""The server store: Neo4j 5, and a real Neo4j started from its jars where none is running."""
