"""The pages of this room: one module per kind of page."""
