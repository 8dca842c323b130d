"""What came in as a whole (pictures, PDFs, office files, text), made harmless.

It runs in a process of its own (:mod:`liem.intake.apart`), without Django, the database or any secret of the house: a
file that makes a reader swell, hang or break takes that process with it and nothing else.
"""
