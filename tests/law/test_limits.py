"""Statutory limits: what every rule must carry, the choice by day of receipt, missing numbers, bad data."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from liem.base.errors import InputError, UserError
from liem.law.limits import LIMITS, Limits

LAW = Limits.load()
named = pytest.mark.parametrize("rule", LAW.rules, ids=lambda rule: f"{rule.id}@{rule.received_from}")


@named
def test_each_rule_carries_basis_confidence_both_languages_and_its_doubt(rule):
    assert rule.legal_basis
    assert all(basis.strip() for basis in rule.legal_basis)
    assert rule.confidence in ("SP", "SS", "R", "U")
    assert rule.name("vi") != rule.name("en")
    assert rule.note("vi") != rule.note("en")
    assert rule.note("vi").endswith(".")
    assert rule.starts_at in LAW.events
    assert all(extension.needs_vi != extension.needs_en for extension in rule.extensions)


@named
def test_no_rule_claims_more_than_is_known_of_it(rule):
    assert rule.status == {"SS": "draft", "R": "unverified", "U": "unverified"}[rule.confidence]
    assert (rule.verified_by, rule.verified_on) == ("", None), "nobody of a province has signed a rule off yet"
    assert rule.is_known == (rule.unit != "none" and rule.confidence != "U")


@named
def test_dates_are_in_order(rule):
    assert rule.received_to is None or rule.received_from <= rule.received_to


def test_no_two_rules_of_one_id_hold_on_the_same_day_for_the_same_level():
    by_id = defaultdict(list)
    for rule in LAW.rules:
        for level in rule.levels or ("province", "department", "commune", "centre"):
            by_id[rule.id, level].append((rule.received_from, rule.received_to or date.max))
    for spans in by_id.values():
        spans.sort()
        assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_periods_of_one_rule_leave_no_gap():
    by_id = defaultdict(list)
    for rule in LAW.rules:
        by_id[rule.id, rule.levels].append(rule)
    for rules in by_id.values():
        rules.sort(key=lambda rule: rule.received_from)
        for before, after in pairwise(rules):
            assert before.received_to + timedelta(days=1) == after.received_from


KNOWN = [
    ("denunciation.resolve", date(2025, 3, 4), 30, "day"),
    ("denunciation.intake", date(2026, 6, 30), 7, "working_day"),
    ("complaint.resolve_first", date(2024, 1, 1), 30, "day"),
    ("complaint.resolve_first_remote", date(2024, 1, 1), 45, "day"),
    ("complaint.resolve_second", date(2024, 1, 1), 45, "day"),
    ("reflection.handle", date(2026, 1, 1), 15, "working_day"),
    ("crime_report.transfer", date(2026, 1, 1), 24, "hour"),
    ("crime_report.resolve", date(2026, 1, 1), 20, "day"),
    ("inspection.sign", date(2026, 1, 1), 15, "day"),
    ("one_stop.supplement_requests", date(2026, 1, 1), 1, "request"),
]


@pytest.mark.parametrize(("id_", "on", "value", "unit"), KNOWN, ids=[row[0] for row in KNOWN])
def test_the_known_limits_are_as_the_law_says(id_, on, value, unit):
    rule = LAW.rule(id_, on=on)
    assert (rule.value, rule.unit) == (value, unit)


def test_the_rule_is_chosen_by_the_day_of_receipt():
    old, new = LAW.rule("denunciation.resolve", date(2026, 6, 30)), LAW.rule("denunciation.resolve", date(2026, 7, 1))
    assert (old.status, new.status) == ("draft", "unverified")
    assert any("136/2025" in basis for basis in new.legal_basis)
    assert "chưa đọc toàn văn" in new.note()


def test_extensions_say_how_often_and_on_what_ground():
    extensions = LAW.rule("denunciation.resolve", date(2025, 1, 1)).extensions
    assert [(one.how, one.value, one.unit, one.times) for one in extensions] == [
        ("add", 30, "day", 1),
        ("add", 30, "day", 2),
    ]
    crime = LAW.rule("crime_report.resolve", date(2025, 1, 1)).extensions
    assert [(one.how, one.value, one.unit) for one in crime] == [("up_to", 2, "month"), ("add", 2, "month")]


NOT_ENCODED = ["inspection.publish", "inspection.follow_up", "one_stop.supplement_ceiling", "reflection.hotline"]


@pytest.mark.parametrize("id_", NOT_ENCODED)
def test_what_is_uncertain_has_no_number_and_asking_for_one_says_the_doubt(id_):
    rule = LAW.rule(id_, on=date(2026, 8, 1))
    assert not rule.is_known
    with pytest.raises(UserError, match=f"the rule {id_} has no number for matters of") as refused:
        _ = rule.value
    assert rule.note_en in str(refused.value)
    assert "\n" not in str(refused.value)


def test_every_limit_on_denunciations_and_complaints_since_july_2026_is_unverified():
    for rule in LAW.rules:
        if rule.id.startswith(("denunciation.", "complaint.")) and rule.unit != "none":
            assert LAW.rule(rule.id, date(2026, 7, 1)).status == "unverified", rule.id


def test_levels_are_told_apart_and_must_be_said_where_they_differ():
    on = date(2026, 8, 1)
    assert LAW.rule("reception.chair_days", on, level="province").value == 1
    assert LAW.rule("reception.chair_days", on, level="commune").value == 2
    with pytest.raises(UserError, match="differs by level of unit; say which of province, commune"):
        LAW.rule("reception.chair_days", on)
    with pytest.raises(UserError, match="left empty until compared"):
        _ = LAW.rule("reception.chair_days", date(2020, 1, 1), level="commune").value


def test_an_unknown_rule_or_a_day_before_its_law_is_refused():
    with pytest.raises(UserError, match=r"there is no rule 'denunciation\.solve'"):
        LAW.rule("denunciation.solve", date(2026, 1, 1))
    with pytest.raises(UserError, match=r"no rule .* for a matter received on 2015-01-01; .*2019-01-01"):
        LAW.rule("denunciation.resolve", date(2015, 1, 1))


GOOD = """
[[events]]
code = "received"
vi = "tiếp nhận"
en = "receipt"
[[rules]]
id = "x.y"
name_vi = "tên"
name_en = "name"
unit = "day"
value = 5
starts_at = "received"
counts_from = "next_day"
[[rules.periods]]
received_from = 2020-01-01
received_to = 2021-12-31
legal_basis = ["Luật"]
confidence = "SS"
status = "draft"
note_vi = "Ghi chú."
note_en = "Note."
[[rules.periods]]
received_from = 2022-01-01
legal_basis = ["Luật"]
confidence = "SP"
status = "active"
note_vi = "Ghi chú."
note_en = "Note."
verified_by = "Sở Tư pháp"
verified_on = 2026-05-04
"""
FAULTS = [
    ("received_to = 2021-12-31", "received_to = 2019-12-31", "received_to comes before received_from"),
    ("received_to = 2021-12-31", "received_to = 2022-03-01", "x.y holds twice on 2022-01-01"),
    ("received_to = 2021-12-31", 'received_to = "later"', "received_to 'later' is not a day"),
    ('confidence = "SS"', 'confidence = "U"', "a number though the confidence is U"),
    ("value = 5", "", "no number though its confidence is not U"),
    ("value = 5", "value = -5", "value -5 is not a whole number"),
    ("value = 5", "value = true", "value True is not a whole number"),
    ("value = 5", "valeu = 5", "unknown field 'valeu'"),
    ('unit = "day"', 'unit = "week"', "unknown unit 'week'"),
    ('unit = "day"', 'unit = "none"', "a number without a unit"),
    ('starts_at = "received"', 'starts_at = "sent"', "unknown starts_at 'sent'"),
    ('counts_from = "next_day"', 'counts_from = "next_day"\nstops = ["paused"]', "unknown stops 'paused'"),
    ('legal_basis = ["Luật"]', "legal_basis = []", "no legal basis"),
    ('legal_basis = ["Luật"]', 'legal_basis = "Luật"', "legal_basis is not a list of texts"),
    ('verified_by = "Sở Tư pháp"', "", "active, but nobody has signed it off"),
    ('status = "draft"', 'status = "unverified"', "its status is more than its confidence allows"),
    ('note_en = "Note."', 'note_en = ""', "no note_en"),
    ("[[rules.periods]]", "[[rules.perods]]", "unknown field 'perods'"),
]


@pytest.fixture
def law_of(tmp_path):
    def write(text: str) -> Limits:
        path = tmp_path / "limits.toml"
        path.write_text(text, encoding="utf-8")
        return Limits.load(path)

    return write


def test_a_signed_off_rule_may_be_active(law_of):
    law = law_of(GOOD)
    assert [rule.status for rule in law.rules] == ["draft", "active"]
    assert law.rule("x.y", date(2026, 1, 1)).verified_on == date(2026, 5, 4)


@pytest.mark.parametrize(("old", "new", "said"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_bad_data_is_refused_in_one_line(law_of, old, new, said):
    with pytest.raises(UserError) as refused:
        law_of(GOOD.replace(old, new, 1))
    assert said in str(refused.value)
    assert "limits.toml" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_rule_without_periods_or_an_extension_without_number_is_refused(law_of):
    head, _, _ = GOOD.partition("[[rules.periods]]")
    with pytest.raises(InputError, match="rules entry 1: no period"):
        law_of(head)
    extension = '[[rules.extensions]]\ncode = "complex"\nhow = "add"\nvalue = 3\n'
    extension += 'needs_vi = "khi"\nneeds_en = "when"\n[[rules.periods]]'
    with pytest.raises(InputError, match="extensions entry 1: an extension without value, times or a known unit"):
        law_of(GOOD.replace("[[rules.periods]]", extension, 1))


def test_the_shipped_file_is_the_one_loaded_by_default():
    assert Limits.load() is Limits.load(LIMITS)
    assert len(LAW.ids()) > 45
