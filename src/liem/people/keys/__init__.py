"""Keys of officers and of the offices they serve: who can open what was sealed, beyond who may see the page."""
