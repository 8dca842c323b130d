"""Dated rules as data: acts A to E, working-day calendar, statutory limits. Uses nothing but `base`."""
