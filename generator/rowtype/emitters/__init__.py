"""Canonical JSON, reloaded from its bytes -> files.  A folder is a product.

package.py   a whole generated package: which emitters run for which targets, and what every package has
printing/    what all of them print with
validators/  the check plan -> `validators.py`
models/      shapes -> `models.py`
docs/        schemas -> Markdown, which `reading` reads back
others/      other people's generators fed with our shapes, and strategies for Hypothesis
"""
