"""Who is who: keys, signatures and clusters, all derived from records and human decisions."""
