"""Faces: command line, HTTP service and pages, all callers of `qilian`."""
