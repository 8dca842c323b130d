"""A province whose every deed is a count with a rate, at three sizes.

``python -m benchmarks.sizes.simulate OUT --officials 120 --dossiers 30000 --seed 1`` writes the records of one province
and, in a file apart, the truth about it. What is expected of an average honest person with the same dossiers follows
from the rates themselves, and the evidence is how far the records lie from it.
"""
