"""A simulated province.

A record set in the exchange format, with honest variation, honest look-alikes and planted acts.

Nothing in it describes a real place or person; its figures measure nothing real. See docs/explanation/simulated-
province.md.
"""

from liem.dossiers.simulation.options import Options
from liem.dossiers.simulation.province import Simulated, simulate

__all__ = ["Options", "Simulated", "simulate"]
