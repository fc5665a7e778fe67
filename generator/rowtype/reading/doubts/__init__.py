"""Checks of documentation that could be read; each module holds one kind of doubt."""
