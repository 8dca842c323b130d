"""Row-level security: the second wall behind the views. Who is let in here mirrors the house's table of permissions."""

from django.db import migrations

from liem.people.row_security import only_own_units

CONTENT = ["inspector", "internal_affairs", "head_of_unit", "case_officer"]
"""Roles that may see what is said of persons and dossiers, each in their own units."""
LOOKS = ["inspector", "internal_affairs"]
FIGURES = [*CONTENT, "prevention_officer", "steering_committee"]
"""Roles that may see counts of units and procedures."""


class Migration(migrations.Migration):
    dependencies = [("leads", "0001_tables"), ("people", "0001_first")]

    operations = [
        only_own_units("leads_signal", "unit", CONTENT),
        only_own_units("leads_lead", "unit", CONTENT),
        only_own_units("leads_indicatorresult", "unit", CONTENT),
        only_own_units("leads_look", "unit", CONTENT, write=LOOKS),
        only_own_units("leads_monthfigure", "unit", FIGURES),
        only_own_units("leads_daysfigure", "unit", FIGURES),
    ]
