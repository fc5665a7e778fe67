"""Our own documentation, the pages that `emitters/docs` writes: read to the letter, with nothing to recognise.

markup.py    text -> blocks: the Markdown of our templates and no other
pages.py     blocks -> facts: known headings, known headers
types.py     type expressions, the inverse of the emitter's type column
schemas.py   facts -> JSON Schema with places
"""
