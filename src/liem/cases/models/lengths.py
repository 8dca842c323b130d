"""How long codes and account numbers are, in every table of this room."""

CODE = 128
ACCOUNT = 64
