"""A provincial one-stop service centre with the departments' teams behind it, followed dossier by dossier.

``python -m benchmarks.centre.simulate OUT --officials 150 --dossiers 30000 --seed 7`` writes the records of one
province and, in a file apart, the truth about it, recounted from the records themselves.
"""
