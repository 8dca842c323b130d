"""A province's offices of registration: land with its branches, business and construction, through a change of
software and a merger of branches.

``python -m benchmarks.registry.simulate OUT --officials 180 --dossiers 50000 --seed 1`` writes the records of one
province and, in a file apart, the truth about it.
"""
