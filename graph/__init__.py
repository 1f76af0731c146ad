"""Records, claims, identity, the graph and its questions; knows no web framework and no spaCy."""
