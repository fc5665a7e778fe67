"""Archives of payloads: judge millions of records in bounded memory, lose none, say what breaks the contract.

records.py   records with their places, and batches of them
policy.py    one JSON text as RFC 8259 says: a value, or why there is none
ahead.py     what is compressed, decompressed in a thread beside
zstd.py      zstandard in bounded memory
sources.py   files, patterns, folders, standard input; compression; which format
buffers.py   what has been read of a source and not yet given away
arrays.py    the elements of an array in a text of any size
tables.py    rows of tables, and cells of Parquet
framing.py   a source -> batches
wording.py   violations in words that give no value away; words.toml has what reports say
routing.py   which of several types a record is of
counting.py  reports: counts, violations, fields; they merge
kinds.py     what a schema asks of a value, by kinds of values
columns.py   values of one field of many records, checked at once
parts.py     what a type of msgspec cannot say of records
structs.py   a check plan -> a type of msgspec that accepts nothing else
quoting.py   which signs records of a type are written with
spans.py     lines that are not known to be valid
regular.py   lines that are spelt alike, by a regular expression
plain.py     which lines need no second look, by the standard library
accepting.py the same at C speed
fields.py    how the fields of records were met
judges.py    what is asked of records, and what is made of it once
single.py    one record: its verdict, counted and explained
judging.py   a batch -> what is said of it: the one pure function that every engine calls
outputs.py   quarantine, valid records, violations: written beside their places first
choosing.py  by which schemas
running.py   a run: batches judged, collected in order, saved now and then
pooling.py   the same by several processes
engines.py   what engines call on other machines: rows -> what is said of each, and a report
showing.py   a report in lines for people
observing.py what an archive says about the documentation
sampling.py  payloads that look like real ones; samples.toml has what they are made of
pages.py     a report as a page
"""
