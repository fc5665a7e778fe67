"""The check plan: the full semantics of a schema, one small node a check, in no programming language.

plan.py          the nodes
planning.py      schema -> plan
keywords.py      what each keyword asserts, and what is wrong with its value; one function a keyword
refusing.py      plans that no value could be judged by
analysis.py      facts about a plan, each found once, for whoever prints it
known.py         what is known of a value where its checks are printed
coverage.py      what a schema evaluates of a value, for the `unevaluated...` keywords
backtracking.py  patterns that can take too long
interpreting.py  a plan run as it stands: the standard output formats
"""
