"""A third simulator, written from the exchange format and the research notes alone, which follows each dossier minute
by minute.

``python -m benchmarks.casework.simulate OUT --officials 120 --dossiers 30000 --seed 7`` writes the records of one
province and, in a file apart, the truth about it.
"""
