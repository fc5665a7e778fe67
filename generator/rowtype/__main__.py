"""`python -m rowtype`."""

from rowtype.cli import main

main()
