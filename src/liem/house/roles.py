"""The one table of who may do what. Rooms name permissions on their views; this table gives them to roles."""

from collections.abc import Mapping

from liem.people.states import Role

R = Role

PERMISSIONS: Mapping[str, frozenset[Role]] = {
    # imports
    "imports.see": frozenset({R.DATA_STEWARD, R.INSPECTOR, R.INTERNAL_AFFAIRS}),
    "imports.bring": frozenset({R.DATA_STEWARD}),
    # leads: content about persons
    "leads.see": frozenset({R.INSPECTOR, R.INTERNAL_AFFAIRS, R.HEAD_OF_UNIT, R.CASE_OFFICER}),
    "leads.look": frozenset({R.INSPECTOR, R.INTERNAL_AFFAIRS}),
    # a unit looks at its own patterns first, and answers for them
    "leads.answer": frozenset({R.HEAD_OF_UNIT}),
    "leads.export": frozenset({R.INSPECTOR, R.INTERNAL_AFFAIRS}),
    "leads.detect": frozenset({R.INSPECTOR, R.DATA_STEWARD}),
    # figures of units and procedures, no persons
    "units.see": frozenset(
        {R.INSPECTOR, R.INTERNAL_AFFAIRS, R.HEAD_OF_UNIT, R.CASE_OFFICER, R.PREVENTION_OFFICER, R.STEERING_COMMITTEE}
    ),
    "procedures.see": frozenset(
        {R.INSPECTOR, R.INTERNAL_AFFAIRS, R.HEAD_OF_UNIT, R.CASE_OFFICER, R.PREVENTION_OFFICER, R.STEERING_COMMITTEE}
    ),
    # the directory of agencies, hotlines and mailboxes
    "agencies.manage": frozenset({R.INSPECTOR}),
    # entering what was said, written or published
    "channels.enter": frozenset({R.INTAKE_OFFICER, R.INSPECTOR}),
    # sorting what came in: content opens with the officer's key alone
    "sorting.sort": frozenset({R.INTAKE_OFFICER, R.INSPECTOR}),
    "sorting.protect": frozenset({R.INTAKE_OFFICER, R.INSPECTOR}),
    "sorting.overview": frozenset({R.INSPECTOR, R.INTERNAL_AFFAIRS}),
    "sorting.counts": frozenset({R.INSPECTOR}),
    # matters: the register; content is for the handler, the head and who was entitled by name (the database's wall)
    "cases.see": frozenset({R.INSPECTOR, R.INTERNAL_AFFAIRS, R.HEAD_OF_UNIT, R.CASE_OFFICER}),
    "cases.handle": frozenset({R.INSPECTOR, R.HEAD_OF_UNIT, R.CASE_OFFICER}),
    "cases.assign": frozenset({R.INSPECTOR, R.HEAD_OF_UNIT}),
    "cases.draw": frozenset({R.INSPECTOR}),
    "cases.entitle": frozenset({R.INSPECTOR, R.HEAD_OF_UNIT}),
    # reports: content opens by the office's key besides; the register is figures and days
    "intake.read": frozenset({R.INTAKE_OFFICER, R.CASE_OFFICER, R.INSPECTOR, R.HEAD_OF_UNIT}),
    "intake.guard": frozenset({R.IDENTITY_CUSTODIAN}),
    # keys of offices: whoever may open what is sealed
    "keys.hold": frozenset({R.INTAKE_OFFICER, R.CASE_OFFICER, R.INSPECTOR, R.HEAD_OF_UNIT, R.IDENTITY_CUSTODIAN}),
    # oversight: the committee's list, what is owed by whom, checks by lot, figures on the handling
    "oversight.watch": frozenset({R.STEERING_COMMITTEE, R.INTERNAL_AFFAIRS, R.INSPECTOR}),
    "oversight.decide": frozenset({R.INTERNAL_AFFAIRS}),
    "oversight.handling": frozenset({R.INSPECTOR, R.INTERNAL_AFFAIRS}),
    "duties.see": frozenset({R.INSPECTOR, R.INTERNAL_AFFAIRS, R.STEERING_COMMITTEE, R.HEAD_OF_UNIT}),
    "duties.record": frozenset({R.INSPECTOR, R.INTERNAL_AFFAIRS}),
    "duties.report": frozenset({R.HEAD_OF_UNIT}),
    "review.make": frozenset({R.INSPECTOR, R.INTERNAL_AFFAIRS}),
    "inspections.see": frozenset({R.INSPECTOR, R.INTERNAL_AFFAIRS, R.STEERING_COMMITTEE, R.HEAD_OF_UNIT}),
    "inspections.record": frozenset({R.INSPECTOR}),
    "heads.see": frozenset({R.INSPECTOR, R.INTERNAL_AFFAIRS, R.STEERING_COMMITTEE}),
    "coordination.see": frozenset({R.INSPECTOR, R.INTERNAL_AFFAIRS}),
    # supervision from outside: figures with small numbers hidden, the own recommendations, no matter and no person
    "supervision.see": frozenset({R.EXTERNAL_SUPERVISOR, R.STEERING_COMMITTEE, R.INSPECTOR, R.INTERNAL_AFFAIRS}),
    "supervision.recommend": frozenset({R.EXTERNAL_SUPERVISOR}),
    "checks.see": frozenset({R.INSPECTOR, R.INTERNAL_AFFAIRS}),
    "checks.draw": frozenset({R.INSPECTOR}),
    # the house itself
    "jobs.see": frozenset({R.DATA_STEWARD, R.INSPECTOR}),
    "trail.see": frozenset({R.AUDITOR}),
    "accounts.manage": frozenset({R.SYSTEM_ADMINISTRATOR}),
    "house.state": frozenset({R.SYSTEM_ADMINISTRATOR}),
}
"""Permission → the roles that have it. The system administrator sees no content; the auditor sees the trail alone."""

MUST_HAVE_SECOND_FACTOR: Mapping[str, frozenset[Role]] = {
    "offered": frozenset(),
    "content": frozenset(Role) - {R.SYSTEM_ADMINISTRATOR, R.AUDITOR},
    "all": frozenset(Role),
}
"""Setting ``LIEM_SECOND_FACTOR`` → the roles that open their pages only with a second factor at sign-in."""
