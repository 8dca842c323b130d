"""A role opens rows where it is held: an inspector of one unit is none of the others, and sees no list of the province."""

from django.db import migrations

from liem.people.row_security import in_roles, units_of

WATCH = ("inspector", "internal_affairs", "steering_committee")
INSPECT = ("inspector", "internal_affairs")


def province(*roles):
    """Held for the whole province."""
    return f"({in_roles()} OR '*' = ANY ({units_of(*roles)}))"


def at(*roles):
    """Held for the whole province, or in the unit of the row."""
    return f"""({province(*roles)} OR "unit" = ANY ({units_of(*roles)}))"""


OWES = f"""({in_roles()} OR "unit" = ANY ({units_of("head_of_unit")}))"""
THEIRS = f"""(supervisor <> '' AND supervisor = ANY ({units_of("external_supervisor")}))"""
OWN = f"""("unit" = ANY ({units_of("head_of_unit")}))"""
OF_WHO_OWES = "verb IN ('report', 'say_done', 'take_back')"
BEGAN = (
    "EXISTS (SELECT 1 FROM oversight_inspectionevent AS event"
    " WHERE event.inspection_id = oversight_inspection.id AND event.verb = 'begin')"
)
CONCLUDED = (
    "EXISTS (SELECT 1 FROM oversight_inspectionevent AS event"
    " WHERE event.inspection_id = oversight_inspectionfinding.inspection_id AND event.verb = 'conclude')"
)


def with_parent(table, column, parent):
    return f'EXISTS (SELECT 1 FROM {parent} AS parent WHERE parent.id = "{table}".{column})'


def of_draw(table, *roles):
    return f"{in_roles(*roles)} AND {with_parent(table, 'draw_id', 'oversight_draw')}"


RULES = [
    ("oversight_watchentry", province(*WATCH), province("internal_affairs")),
    ("oversight_watchdecision", province(*WATCH), province("internal_affairs")),
    ("oversight_meeting", province(*WATCH), province("internal_affairs")),
    (
        "oversight_paper",
        f"{province(*WATCH)} OR {THEIRS} OR ({in_roles('head_of_unit', *WATCH)} AND EXISTS"
        ' (SELECT 1 FROM oversight_duty AS duty WHERE duty.paper_id = "oversight_paper".id))',
        f"{province(*INSPECT)} OR ({THEIRS} AND source = 'supervisor')",
    ),
    (
        "oversight_duty",
        f"{at(*WATCH)} OR {OWES} OR {THEIRS}",
        f"{at(*INSPECT)} OR ({THEIRS} AND corrects_id IS NULL)",
    ),
    (
        "oversight_dutyevent",
        f"{at(*WATCH)} OR {OWES} OR ({in_roles('external_supervisor')} AND"
        f" {with_parent('oversight_dutyevent', 'duty_id', 'oversight_duty')})",
        f"({at(*INSPECT)} AND NOT ({OF_WHO_OWES})) OR ({OWES} AND {OF_WHO_OWES})",
    ),
    ("oversight_draw", at(*INSPECT), at("inspector")),
    ("oversight_drawn", of_draw("oversight_drawn", *INSPECT), of_draw("oversight_drawn", "inspector")),
    ("oversight_checked", of_draw("oversight_checked", *INSPECT), of_draw("oversight_checked", "inspector")),
    ("oversight_inspection", f"{at(*WATCH)} OR ({OWN} AND (planned OR {BEGAN}))", at("inspector")),
    (
        "oversight_inspectionevent",
        f"{at(*WATCH)} OR ({OWN} AND verb <> 'cancel' AND struck <> 'cancel')",
        at("inspector"),
    ),
    ("oversight_inspectionfinding", f"{at(*WATCH)} OR ({OWN} AND {CONCLUDED})", at("inspector")),
    ("oversight_clock", f"{at(*WATCH)} OR {OWN}", None),
]


def anew(table, seen, written):
    """Other conditions in the place of the former ones; going back leaves the narrower of the two: the house alone."""
    policies = [("seen", "SELECT USING", seen), ("written", "INSERT WITH CHECK", written)]
    policies = [one for one in policies if one[2] is not None]
    there = ";".join(
        f'DROP POLICY {name} ON "{table}"; CREATE POLICY {name} ON "{table}" FOR {verb} ({condition})'
        for name, verb, condition in policies
    )
    back = ";".join(
        f'DROP POLICY {name} ON "{table}"; CREATE POLICY {name} ON "{table}" FOR {verb} ({in_roles()})'
        for name, verb, _condition in policies
    )
    return migrations.RunSQL(there, back)


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0008_meetings_and_inspections_corrected"),
    ]

    operations = [anew(*rule) for rule in RULES]
