"""Work done in the background on somebody's behalf: a row per job, its progress, its end.

The queue is the database's own (procrastinate), so that a job exists exactly when the change that asked for it does.
"""
