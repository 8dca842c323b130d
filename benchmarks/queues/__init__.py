"""A province of offices at work: officials with hours, piles and absences, where whatever is late waited for somebody.

``python -m benchmarks.queues.simulate OUT --officials 100 --dossiers 40000 --seed 1`` writes the records of one
province and, in a file apart, the truth about it. The province is lived through twice, day by day: once with honest
people only and once with those who do wrong; what an honest person would have shown follows from the first.
"""
