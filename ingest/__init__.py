"""From documents and registers to units: reading, extracting facts, mapping rows."""
