"""Tables, lists of demands, forms and registers: facts that a document states by position.

`layout` finds the records of a text (rows of a table, blocks of "Label: value" lines, entries of a
register) and what each cell is, by an alias table of labels; it knows no language but that of the
table that it is given (`labels.Labels`), so that another language's reader can use it with its own.
`reader` makes entities and relations of the cells, `amounts` their figures, `whole` what holds for
the list as a whole. Labels, types, links and cues are data (``data/tables.json``).
"""
