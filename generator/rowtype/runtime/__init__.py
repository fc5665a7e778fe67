"""Code that generated packages carry with them, copied as it stands; the standard library alone."""
