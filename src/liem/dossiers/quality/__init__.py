"""Whether the records themselves are sound: looked at before anything is drawn from them, said beside every lead."""

from liem.dossiers.quality.examination import TIME, examine
from liem.dossiers.quality.findings import Finding, LogIntegrity, Severity

__all__ = ["TIME", "Finding", "LogIntegrity", "Severity", "examine"]
