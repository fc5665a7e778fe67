"""Two revisions of schemas -> what a change breaks, and for whom.

Who *reads* payloads is broken by what the new revision allows and the old one did not; who *writes* them by what the
old one allowed and the new one does not.  Fields that nobody describes are left aside: a new optional field breaks
nobody, although an open object could hold anything under its name before.

views.py      everything that several schemas assert of one value, by kind of assertion
revision.py   the schemas of one revision, and their views
changes.py    a difference, and whom it breaks
pairs.py      pairs of views, each once, and whom they break
comparing.py  a pair -> differences, and the pairs below it
objects.py    fields of the one -> those of the other
choosing.py   alternatives of the one -> those of the other
values.py     assertions about texts, numbers and sizes
pairing.py    types of the one revision -> those of the other
finding.py    differences -> findings, in words and with the lines behind them
opening.py    what a revision is called -> its documents

The two directions are those of Confluent's Schema Registry ("Schema Evolution and Compatibility"): what breaks who
writes is not backward compatible, what breaks who reads not forward compatible.
"""
