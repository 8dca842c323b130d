"""A province of small communes after the merger of 2025: one-stop desks of two to four people, thin and uneven exports.

``python -m benchmarks.communes.simulate OUT --officials 160 --dossiers 24000 --seed 1`` writes the records of one
province and, in a file apart, the truth about it, which is recounted from what was written.
"""
