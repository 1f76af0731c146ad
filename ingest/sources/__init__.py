"""How sources are read, one module per shape: text, web pages, tables by mapping files."""
