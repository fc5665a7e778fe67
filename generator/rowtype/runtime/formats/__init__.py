"""One file a format; each is copied into the validators that assert it, with those that it imports."""
