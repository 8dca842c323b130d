"""A province where every dossier goes through several hands, and where two systems are merged into one export.

``python -m benchmarks.chains.simulate OUT --officials 140 --dossiers 48000 --seed 1`` writes the records of one
province and, in a file apart, the truth about it. Whoever does wrong is one of the hands a dossier goes through: what
shows at the end of the chain need not have been done there.
"""
