"""Reading Chinese: the components of the pipeline for documents whose language is ``zh``.

They fill the same `ingest.nlp.draft.Draft` as the English ones and end in the same facts. Rules
work on characters, so that they need no segmenter; where the extra ``chinese`` is installed, the
lexical analyser LAC parts the words and names a few more persons, bodies and places.
"""
