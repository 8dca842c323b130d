"""Calibration on one's own records: how often would detection name somebody where there is nothing to find, and how
strong must an act be before it is seen? The door is :func:`liem.detection.calibration.calibrating.calibrate`.
"""
