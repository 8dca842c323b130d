"""Pages of this room: the citizen's form, the follow page, the check of acknowledgements."""
