"""One module per indicator, found by listing: to add one, add a file with an ``INDICATOR``."""
