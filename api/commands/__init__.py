"""The command line's commands, a module a theme; `api.cli` puts them together."""
