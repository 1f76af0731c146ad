"""Requests and answers of the HTTP interface, as pydantic models with examples."""
