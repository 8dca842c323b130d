"""Planted acts stand out in plain counts; the honest province of the same seed differs by them alone."""

from typing import Any

import polars as pl

from tests.simulation.provinces import Province, made

FORWARDED = pl.col("activity") == "forwarded"
LATE = (pl.col("finished_at") > pl.col("due_at")).fill_null(False)

_COME_BACK = ["resubmission_of", "applicant", "applicant_kind"]
"""A dossier withdrawn because of a planted act may come back as one that nobody touched."""


def desks(province: Province) -> pl.DataFrame:
    """Each dossier with the official who appraised it, the clerk who received it, and what was asked for."""
    events = province.table("events")
    clerk = events.filter(pl.col("activity") == "received").select("dossier", clerk="official")
    hand = events.filter(pl.col("activity").is_in(["appraised", "supplement_requested", "suspended"]))
    appraiser = hand.group_by("dossier", maintain_order=True).agg(appraiser=pl.col("official").first())
    asked = events.filter(pl.col("activity") == "supplement_requested").group_by("dossier").agg(asked="document")
    listed = province.table("procedures").select("procedure", "required_documents", "fee", "limit_working_days")
    table = province.table("dossiers").join(clerk, on="dossier").join(appraiser, on="dossier", how="left")
    table = table.join(asked, on="dossier", how="left").join(listed, on="procedure")
    return table.with_columns(
        unlisted=pl.col("asked").list.set_difference("required_documents").list.len().fill_null(0) > 0,
        asked=pl.col("asked").is_not_null(),
        late=LATE,
    )


def against_others(
    province: Province, table: pl.DataFrame, person: str, act: dict[str, Any], figure: str
) -> tuple[float, float]:
    """The figure among this person's dossiers, and in the same procedures at desks where nothing is planted."""
    planted: Any = province.written.truth["planted"]
    since = pl.lit(act["from"]).str.to_date()
    mine = table.filter((pl.col(person) == act["official"]) & (pl.col("received_at").dt.date() >= since))
    others = table.filter(~pl.col(person).is_in([one["official"] for one in planted]))
    rates = others.group_by("procedure").agg(expected=pl.col(figure).cast(pl.Float64).mean())
    both = mine.join(rates, on="procedure")
    assert both.height > 20
    return float(both[figure].cast(pl.Float64).mean() or 0.0), float(both["expected"].mean() or 0.0)  # type: ignore[arg-type]


def test_harassers_ask_for_more_and_outside_the_list(province: Province) -> None:
    table = desks(province)
    assert province.planted("harassment")
    for act in province.planted("harassment"):
        asked, expected = against_others(province, table, "appraiser", act, "asked")
        assert asked > 1.3 * expected
        assert against_others(province, table, "appraiser", act, "unlisted")[0] > 0.03


def test_favoured_agents_pass_the_queue_at_one_official_only(province: Province) -> None:
    table = desks(province).with_columns(
        days=(pl.col("finished_at") - pl.col("received_at")).dt.total_hours() / 24 / pl.col("limit_working_days")
    )
    assert province.planted("favoured_agent")
    for act in province.planted("favoured_agent"):
        at_desk = table.filter(pl.col("appraiser") == act["official"])
        favoured = at_desk.filter(pl.col("agent") == act["agent"])["days"].median()
        others = at_desk.filter(pl.col("agent").is_null())["days"].median()
        elsewhere = table.filter((pl.col("agent") == act["agent"]) & (pl.col("appraiser") != act["official"]))[
            "days"
        ].median()
        assert favoured < 0.6 * others  # type: ignore[operator]
        assert favoured < 0.6 * elsewhere  # type: ignore[operator]


def test_fees_above_the_schedule_are_taken_by_the_planted_clerks(province: Province) -> None:
    above = desks(province).filter(pl.col("fee_charged") > pl.col("fee"))
    counts = dict(above.group_by("clerk").len().iter_rows())
    planted = {act["official"] for act in province.planted("fee_above_schedule", 0)}
    assert sum(counts.get(clerk, 0) for clerk in planted) > 0.7 * above.height
    assert max(count for clerk, count in counts.items() if clerk not in planted) <= 4, "a mistake now and then"
    paid = province.table("events").filter(pl.col("activity") == "fee_collected").select("dossier", "amount")
    joined = province.table("dossiers").join(paid, on="dossier")
    assert (joined["fee_charged"] == joined["amount"]).all()


def test_superficial_receipt_is_followed_by_requests_and_lacks_guidance(province: Province) -> None:
    guided = province.table("events").filter(pl.col("activity") == "guidance_given").select("dossier", by="official")
    table = desks(province).join(guided, on="dossier", how="left")
    table = table.with_columns(guided=(pl.col("by") == pl.col("clerk")).fill_null(False))
    assert province.planted("superficial_receipt")
    for act in province.planted("superficial_receipt"):
        asked, expected = against_others(province, table, "clerk", act, "asked")
        assert asked > 1.3 * expected
        assert against_others(province, table, "clerk", act, "guided")[0] < 0.7


def test_the_clock_is_stopped_just_before_the_due_date(province: Province) -> None:
    stops = province.table("events").filter(pl.col("activity").is_in(["supplement_requested", "suspended"]))
    dossiers = province.table("dossiers").join(province.table("procedures"), on="procedure")
    held = stops.join(dossiers, on="dossier").filter(pl.col("limit_working_days") >= 5)
    ran = (pl.col("at") - pl.col("received_at")).dt.total_hours() / 24 * 5 / 7
    held = held.with_columns(near=(ran > pl.col("limit_working_days") - 1.8))
    assert province.planted("clock_stop")
    for act in province.planted("clock_stop"):
        mine = held.filter(pl.col("official") == act["official"])["near"].mean()
        assert mine > 4 * held.filter(pl.col("official") != act["official"])["near"].mean()  # type: ignore[operator]


def test_lateness_without_apology_and_moved_due_dates_stand_out(province: Province) -> None:
    events = province.table("events")
    sorry = events.filter(pl.col("activity") == "apology_issued").select("dossier").unique()
    table = desks(province).join(sorry.with_columns(sorry=pl.lit(True)), on="dossier", how="left")
    table = table.with_columns(silent=LATE & pl.col("sorry").is_null())
    for act in province.planted("late_without_apology"):
        silent, expected = against_others(province, table, "appraiser", act, "silent")
        assert silent > 0.05
        assert silent > 4 * expected
    groundless = events.filter((pl.col("activity") == "due_changed") & pl.col("reason").is_null())
    planted = {act["official"] for act in province.planted("due_moved", 0)}
    assert groundless.filter(pl.col("official").is_in(list(planted))).height > 0.8 * groundless.height > 5


def test_unexplained_accesses_are_to_dossiers_never_worked_on(province: Province) -> None:
    worked = province.table("events").select("dossier", "official").unique()
    strange = province.table("accesses").join(worked, on=["dossier", "official"], how="anti")
    heads = province.table("officials").filter(pl.col("post").is_in(["head", "inspector", "intake_clerk"]))["official"]
    by = strange.filter(~pl.col("official").is_in(heads.implode())).group_by("official").len()
    counts = dict(by.iter_rows())
    cover = {alike["subject"] for alike in province.written.truth["look_alikes"] if alike["kind"] == "cover_for_absent"}  # type: ignore[attr-defined]
    ordinary = sorted(count for official, count in counts.items() if official not in cover)
    for act in province.planted("unexplained_access"):
        assert counts[act["official"]] > 4 * ordinary[len(ordinary) // 2]


def test_drafts_of_the_planted_are_more_often_found_flawed(province: Province) -> None:
    reviewed = province.table("issued_documents").filter(pl.col("review").is_not_null())
    flawed = reviewed.with_columns(flawed=pl.col("review") != "lawful").group_by("drafter").agg(pl.col("flawed").mean())
    rates = dict(flawed.iter_rows())
    planted = {act["official"] for act in province.planted("flawed_drafts")}
    others = [rate for drafter, rate in rates.items() if drafter not in planted]
    assert planted
    assert min(rates[drafter] for drafter in planted) > 3 * sum(others) / len(others)


def test_the_truth_names_dossiers_that_are_really_there(province: Province) -> None:
    known = set(province.table("dossiers")["dossier"])
    planted: Any = province.written.truth["planted"]
    assert {act["act"] for act in planted} == set("ABCDE")
    assert all(set(act["dossiers"]) <= known for act in planted)
    assert all(act["dossiers"] for act in planted if act["act"] != "A")


def test_the_honest_province_plants_nothing(honest: Province) -> None:
    assert honest.written.truth["planted"] == []
    reasons = honest.table("events").filter(pl.col("activity").is_in(["due_changed", "suspended"]))["reason"]
    assert reasons.null_count() / len(reasons) < 0.1, "a ground is forgotten now and then"
    table = desks(honest)
    assert table.filter(pl.col("fee_charged") > pl.col("fee")).height < 0.003 * table.height
    assert "export" not in set(honest.table("accesses")["action"])


def test_honest_and_planted_provinces_of_one_seed_differ_by_the_acts_alone(
    province: Province, honest: Province
) -> None:
    planted: Any = province.written.truth["planted"]
    touched = {dossier for act in planted for dossier in act["dossiers"]}
    officials = {act["official"] for act in planted}
    lately = desks(province)
    handled = set(
        lately.filter(pl.col("appraiser").is_in(list(officials)) | pl.col("clerk").is_in(list(officials)))["dossier"]
    )
    worked = province.table("events").filter(pl.col("official").is_in(list(officials)))["dossier"]
    free = ~pl.col("dossier").is_in(pl.Series([*touched, *handled, *worked]).unique().implode())
    ours, theirs = (where.table("dossiers").filter(free).drop(_COME_BACK) for where in (province, honest))
    assert ours.height > 10_000
    same = ours.join(theirs, on=ours.columns, how="semi", nulls_equal=True)
    assert same.height / ours.height > 0.995, (
        "a dossier given to a planted official who is then away has no event of his"
    )
    before, after = (where.table("events").join(same, on="dossier", how="semi") for where in (province, honest))
    assert before.join(after, on=before.columns, how="semi", nulls_equal=True).height / before.height > 0.995


def test_strength_scales_what_is_planted(province: Province, tmp_path: Any) -> None:
    weak = made(tmp_path / "weak", dossiers=20_000, seed=11, strength=0.3)

    def changed(where: Province) -> int:
        planted: Any = where.written.truth["planted"]
        return sum(len(act["dossiers"]) for act in planted)

    assert changed(weak) < 0.6 * changed(province)
