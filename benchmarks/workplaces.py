"""Three imagined workplaces after the outlines of public logs: a hospital ward, expense claims, travel permits.

No figure of a log is copied: the ward is restless (nearly every patient has an order of steps of their own), claims are
short and regular (some sixty orders among ten thousand), permits hold several errands that cross one another.
"""

import random

Step = tuple[str, str]
Trace = list[list[int]]

DRAWN_BLOOD = ("Leucocytes", "CRP", "LacticAcid")
BEDS = "GFIOKDERPQHMSTNUVWXY"
BED_WEIGHTS = (30, 21, 12, 9, 5, 4, 4, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1)


def ward(dossiers: int, seed: int) -> list[Trace]:
    """Patients from the emergency room to their release."""
    draw = random.Random(seed)
    return _numbered([_staffed_ward(_patient(draw), draw) for _ in range(dossiers)])


def _patient(draw: random.Random) -> list[str]:
    steps = ["Registration", "Triage", "Sepsis triage"]
    if draw.random() > 0.85:
        steps[1:] = steps[:0:-1]
    blood = [one for one, chance in zip(DRAWN_BLOOD, (0.95, 0.95, 0.8), strict=True) if draw.random() < chance]
    draw.shuffle(blood)
    if blood and draw.random() < 0.15:
        steps.insert(1, blood.pop(0))
    drip = [one for one, chance in (("Liquid", 0.72), ("Antibiotics", 0.78)) if draw.random() < chance]
    if draw.random() < 0.15:
        drip.reverse()
    while blood or drip:
        steps.append((blood if blood and (not drip or draw.random() < 0.62) else drip).pop(0))
    return steps + (_stay(draw) if draw.random() < 0.78 else [])


def _stay(draw: random.Random) -> list[str]:
    steps = ["Intensive care", "Admission"] if draw.random() < 0.1 else ["Admission"]
    while draw.random() < 0.68:
        again = draw.choices(
            (["Leucocytes", "CRP"], ["CRP", "Leucocytes"], ["CRP"], ["Leucocytes"], ["LacticAcid"], ["Admission"],
             ["Intensive care"]),
            (28, 27, 15, 12, 6, 10, 2),
        )[0]  # fmt: skip
        steps += again
    if draw.random() < 0.9:
        steps.append("Release " + draw.choices("ABCDE", (67, 6, 3, 2, 1))[0])
    return [*steps, "Return"] if draw.random() < 0.36 else steps


def _staffed_ward(steps: list[str], draw: random.Random) -> list[Step]:
    desk, bed, found = draw.choices("ACL", (70, 20, 10))[0], draw.choices(BEDS, BED_WEIGHTS)[0], []
    for step in steps:
        if step in DRAWN_BLOOD:
            who = "B"
        elif step == "Admission":
            who, bed = bed, draw.choices(BEDS, BED_WEIGHTS)[0]
        elif step.startswith("Release"):
            who = draw.choices((bed, "E", "A"), (50, 45, 5))[0]
        elif step == "Registration":
            who = desk
        else:
            who = {"Return": "?", "Intensive care": draw.choice("JWK")}.get(step) or draw.choices("AL", (95, 5))[0]
        found.append((step, who))
    return found


def claims(dossiers: int, seed: int) -> list[Trace]:
    """Expense claims: handed in, approved by one to three, paid; a few are sent back."""
    draw = random.Random(seed)
    return _numbered([_office(_claim(draw), draw) for _ in range(dossiers)])


def _claim(draw: random.Random) -> list[str]:
    steps, has_owner = ["Submitted"], draw.random() < 0.27
    for _ in range(3):
        luck = draw.random()
        if draw.random() < 0.8:
            steps += ["Administration rejects", "Rejected"] if luck < 0.08 else ["Administration approves"]
        if steps[-1] != "Rejected":
            steps += ["Budget owner approves"] if has_owner else []
            steps += ["Head rejects", "Rejected"] if draw.random() < 0.03 else ["Head approves"]
        if steps[-1] == "Head approves":
            return [*steps, "Payment asked", "Paid"]
        if draw.random() < 0.2:
            return steps
        steps.append("Submitted")
    return steps


def travel(dossiers: int, seed: int) -> list[Trace]:
    """Travel permits with the trip itself, claims for it, and reminders."""
    draw = random.Random(seed)
    return _numbered([_office(_permit(draw), draw) for _ in range(dossiers)])


def _permit(draw: random.Random) -> list[str]:
    permit, trip = _errand("Permit", draw), ["Trip begins", "Trip ends"]
    when = draw.random()
    steps = trip + permit if when < 0.15 else ["Trip begins", *permit, "Trip ends"] if when < 0.25 else permit + trip
    wanted = ["Advance"] if draw.random() < 0.25 else []
    wanted += ["Claim"] * draw.choices((0, 1, 2, 3), (12, 68, 15, 5))[0]
    claimed = [[*_errand(name, draw), "Payment asked", "Paid"] for name in wanted]
    after = _crossing(claimed, draw) if draw.random() < 0.3 else [step for one in claimed for step in one]
    while draw.random() < 0.2:
        after.insert(0, "Reminder")
    early = draw.randint(1, len(after)) if after and draw.random() < 0.1 else 0
    return steps[:-1] + after[:early] + steps[-1:] + after[early:]


def _errand(name: str, draw: random.Random) -> list[str]:
    steps = [f"{name} submitted"] + ([f"{name}: administration"] if draw.random() < 0.78 else [])
    if draw.random() < 0.06:
        steps += [f"{name} rejected", *steps]
    for who, chance in (("budget owner", 0.25), ("director", 0.05), ("head", 1.0)):
        steps += [f"{name}: {who}"] if draw.random() < chance else []
    return steps


def _crossing(parts: list[list[str]], draw: random.Random) -> list[str]:
    left, found = [list(part) for part in parts], []
    while any(left):
        found.append(draw.choice([part for part in left if part]).pop(0))
    return found


def _office(steps: list[str], draw: random.Random) -> list[Step]:
    by_itself = ("Payment asked", "Paid", "Reminder")
    return [(step, "system" if step in by_itself else draw.choices(("staff", ""), (97, 3))[0]) for step in steps]


def _numbered(traces: list[list[Step]]) -> list[Trace]:
    names: dict[str, int] = {}
    people: dict[str, int] = {}
    return [
        [[names.setdefault(step, len(names)), people.setdefault(who, len(people))] for step, who in trace]
        for trace in traces
    ]
