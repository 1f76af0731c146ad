"""The W3C Reconciliation Service API 0.2, by which OpenRefine and others match their tables."""
