"""A province of people: officials with temperaments, habits and sympathies, who wrong only some of those they serve.

``python -m benchmarks.motives.simulate OUT --officials 150 --dossiers 40000 --seed 1`` writes the records of one
province and, in a file apart, the truth about it.
"""
