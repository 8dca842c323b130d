"""A mid-sized province of towns, its records exported as an ordinary software house would do it.

``python -m benchmarks.towns.simulate OUT --officials 90 --dossiers 18000 --seed 1`` writes the records of one province
and, in a file apart, the truth about it. How far a planted person shows is found by running the same dossiers again
and again with everybody honest.
"""
