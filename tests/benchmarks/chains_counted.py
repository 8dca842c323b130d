"""What can be counted in the exported tables of a province of long chains: each way of doing wrong, by whose it is."""

import json
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.chains.simulate import simulate
from benchmarks.chains.variants import How
from benchmarks.chains.workdays import HOLIDAYS, MADE_UP
from benchmarks.provinces.province import Province

REQUEST = "supplement_requested"
STOPS, GOES_ON = (REQUEST, "suspended"), ("supplement_received", "resumed")
DECISIONS = ("approved", "refused")
OPINIONS = ("Ý kiến cơ quan phối hợp", "consulted")
NOT_LISTED = "^(KHAC-|GX-)"
BAD = ("unlawful", "annulled")
NEW_LAWS = {"45/2013/QH13": "2024-08-01", "65/2014/QH13": "2024-08-01", "15/2021/NĐ-CP": "2024-12-30"}
"""Laws that are dead since then."""


class Made:
    """One province: its truth, and what can be counted in its records."""

    def __init__(self, province: Province, folder: Path) -> None:
        self.province, self.folder = province, folder
        self.records = simulate(province, folder)
        self.truth = json.loads((folder / "truth.json").read_text("utf-8"))
        self.people = self.truth["planted"] + self.truth["faint"]
        self.pairs = self.truth["pairs"] + self.truth["faint_pairs"]

    def table(self, name: str) -> pl.DataFrame:
        """With local times; a time that is none is nothing."""
        (file,) = self.records.glob(f"{name}.*")
        table = pl.read_csv(file, infer_schema=False) if file.suffix == ".csv" else pl.read_parquet(file)
        times = [column for column in table.columns if column == "at" or column.endswith("_at")]
        return table.with_columns(pl.col(times).str.head(19).str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False))

    @cached_property
    def events(self) -> pl.DataFrame:
        return self.table("events").unique(maintain_order=True).drop_nulls("at")

    @cached_property
    def first_events(self) -> pl.DataFrame:
        """Of dossiers that are filed for the first time."""
        return self.events.join(self.dossiers.filter(pl.col("resubmission_of").is_null()), on="dossier", how="semi")

    @cached_property
    def dossiers(self) -> pl.DataFrame:
        return self.table("dossiers")

    @cached_property
    def documents(self) -> pl.DataFrame:
        return self.table("issued_documents")

    @cached_property
    def accesses(self) -> pl.DataFrame:
        return self.table("accesses")

    def step(self, *activities: str) -> pl.DataFrame:
        return self.first_events.filter(pl.col("activity").is_in(activities))

    @cached_property
    def appraisers(self) -> pl.DataFrame:
        """Dossiers and who appraised them."""
        return self.step("appraised").drop_nulls("official").unique("dossier", keep="first", maintain_order=True)

    @cached_property
    def asked(self) -> pl.DataFrame:
        """Requests that are the appraiser's."""
        appraised = self.appraisers.select("dossier", "official")
        at_counter = self.step("forwarded").select("dossier", forwarded=pl.col("at"))
        requests = self.step(REQUEST).join(at_counter, on="dossier", how="left")
        in_turn = requests.filter(pl.col("forwarded").is_null() | (pl.col("at") > pl.col("forwarded")))
        return in_turn.join(appraised, on=["dossier", "official"], how="semi")

    @cached_property
    def of_procedures(self) -> pl.DataFrame:
        """Dossiers with the fee and the limit of their day."""
        procedures = self.table("procedures").with_columns(pl.col("fee", "limit_working_days").cast(int))
        begins, ends = (pl.col(column).str.to_date() for column in ("valid_from", "valid_to"))
        day = pl.col("received_at").dt.date()
        in_force = (day >= begins).fill_null(True) & (day <= ends).fill_null(True)
        dossiers = self.dossiers.select("dossier", "procedure", "received_at")
        return dossiers.join(procedures, on="procedure").filter(in_force)

    @cached_property
    def pauses(self) -> pl.DataFrame:
        """Each stop of the clock, with how long it stood until then and stands now."""
        both = self.step(*STOPS, *GOES_ON).sort("dossier", "at")
        before = pl.col("activity").shift(1).over("dossier")
        stops = pl.col("activity").is_in(STOPS) & before.is_in(GOES_ON).fill_null(True)
        ends = pl.col("activity").is_in(GOES_ON) & before.is_in(STOPS).fill_null(False)
        turned = both.with_columns(moment=moment("at"), stops=stops, ends=ends).filter(pl.col("stops") | pl.col("ends"))
        lasts = pl.col("moment").shift(-1).over("dossier") - pl.col("moment")
        paused = turned.with_columns(lasts=lasts.fill_null(0)).filter("stops")
        return paused.with_columns(before=pl.col("lasts").cum_sum().over("dossier") - pl.col("lasts"))

    @cached_property
    def late(self) -> pl.DataFrame:
        """Dossiers that are signed after the limit, pauses not counted."""
        paused = self.pauses.group_by("dossier").agg(pl.col("lasts").sum())
        signed = self.step(*DECISIONS).join(self.of_procedures, on="dossier").join(paused, on="dossier", how="left")
        due = moment("received_at").floor() + 1 + pl.col("limit_working_days")
        return signed.filter(moment("at") - pl.col("lasts").fill_null(0) > due)

    @cached_property
    def strange(self) -> pl.DataFrame:
        """Accesses to dossiers in which the official has no step."""
        return self.accesses.join(self.events.select("dossier", "official"), on=["dossier", "official"], how="anti")


def moment(column: str) -> pl.Expr:
    """Working days with their fractions; a working day has 450 minutes, 07:30-11:30 and 13:30-17:00."""
    minute = pl.col(column).dt.hour().cast(float) * 60 + pl.col(column).dt.minute() + pl.col(column).dt.second() / 60
    day = pl.col(column).map_batches(_working_days, pl.Int64)
    return day + ((minute - 450).clip(0, 240) + (minute - 810).clip(0, 210)) / 450


def _working_days(clock: pl.Series) -> pl.Series:
    """Since 2023 began."""
    days = clock.dt.date().to_numpy().astype("datetime64[D]")
    off = np.concatenate([np.arange(first, np.datetime64(last) + 1, dtype="datetime64[D]") for first, last in HOLIDAYS])
    made_up = np.searchsorted(np.array(MADE_UP, "datetime64[D]"), days)
    return pl.Series(np.busday_count("2023-01-01", days, holidays=off) + made_up)


def once(rows: pl.DataFrame) -> pl.Series:
    return rows.unique(["dossier", "official"])["official"]


def asks(made: Made) -> pl.Series:
    """For something of the list."""
    return once(made.asked.filter(~pl.col("document").str.contains(NOT_LISTED).fill_null(False)))


def squeezes(made: Made) -> pl.Series:
    """Others than the agents of the official's pairs."""
    pairs = [f"{pair['official']}|{pair['agent']}" for pair in made.pairs]
    asked = made.asked.join(made.dossiers.select("dossier", "agent"), on="dossier")
    of_pair = pl.concat_str("official", "agent", separator="|").is_in(pairs).fill_null(False)
    listed = ~pl.col("document").str.contains(NOT_LISTED).fill_null(False)
    return once(asked.filter(~of_pair & listed))


def outside_list(made: Made) -> pl.Series:
    return once(made.asked.filter(pl.col("document").str.starts_with("KHAC-")))


def repeated(made: Made) -> pl.Series:
    """What is asked for besides comes in the same minute."""
    rounds = made.asked.with_columns(since=pl.col("at") - pl.col("at").shift(1).over("dossier"))
    return once(rounds.filter(pl.col("since") > pl.duration(minutes=5)))


def returned(made: Made) -> pl.Series:
    return made.step("returned_for_correction")["official"]


def fee_above(made: Made) -> pl.Series:
    paid = made.step("fee_collected").join(made.of_procedures, on="dossier")
    return paid.filter(pl.col("amount") > pl.col("fee"))["official"]


def passes(made: Made) -> pl.Series:
    """What is asked for later, whoever let it through."""
    return made.step("received").join(made.asked, on="dossier", how="semi")["official"]


def no_guidance(made: Made) -> pl.Series:
    """Half of what is caught is asked for at the counter."""
    early = made.step(REQUEST).join(made.step("received"), on=["dossier", "official"], suffix="_in")
    formal = early.filter(pl.col("at") - pl.col("at_in") < pl.duration(minutes=10))
    silent = formal.join(made.step("guidance_given"), on="dossier", how="anti")["official"]
    return pl.concat([silent, silent])


def late_appraiser(made: Made) -> pl.Series:
    return made.appraisers.join(made.late, on="dossier", how="semi")["official"]


def late_signer(made: Made) -> pl.Series:
    return made.late.filter(pl.col("activity") == "approved")["official"]


def late_consulted(made: Made) -> pl.Series:
    return once(made.step(*OPINIONS).join(made.late, on="dossier", how="semi"))


def clock_stop(made: Made) -> pl.Series:
    """When less than two days of the limit are left."""
    stops = made.pauses.join(made.of_procedures, on="dossier")
    due = moment("received_at").floor() + 1 + pl.col("limit_working_days")
    left = due - pl.col("moment") + pl.col("before")
    return once(stops.filter(left.is_between(0, 2) & (pl.col("limit_working_days") >= 5)))


def keeps_results(made: Made) -> pl.Series:
    both = made.step("finished").join(made.step("result_ready"), on="dossier", suffix="_ready")
    return both.filter(moment("at") - moment("at_ready") > 5)["official"]


def refuses_then_grants(made: Made) -> pl.Series:
    granted = made.dossiers.filter(pl.col("outcome") == "granted")
    return made.step("refused").join(granted, left_on="dossier", right_on="resubmission_of", how="semi")["official"]


def unlawful(made: Made) -> pl.Series:
    return made.documents.filter(pl.col("review").is_in(BAD))["drafter"]


def signs_unread(made: Made) -> pl.Series:
    return made.documents.filter(pl.col("review").is_in(BAD))["signer"]


def loophole(made: Made) -> pl.Series:
    return made.documents.filter(pl.col("review").is_in([*BAD, "loophole"]))["drafter"]


def dead_basis(made: Made) -> pl.Series:
    """Sixty working days after the new law came."""
    days, dead = pl.col("issued_at").map_batches(_working_days, pl.Int64), pl.lit(False)
    for law, since in NEW_LAWS.items():
        in_force = int(_working_days(pl.Series([since]).str.to_datetime("%Y-%m-%d"))[0])
        dead |= pl.col("legal_basis").str.contains(law, literal=True) & (days >= in_force + 60)
    return made.documents.filter(dead)["drafter"]


def incompetent(made: Made) -> pl.Series:
    return made.documents.filter(pl.col("kind") == "QD-THUOC-TQ-UBND-TINH")["signer"]


def unexplained(made: Made) -> pl.Series:
    return made.strange.filter((pl.col("action") != "export") & pl.col("at").dt.hour().is_between(5, 20))["official"]


def night(made: Made) -> pl.Series:
    return made.accesses.filter((pl.col("at").dt.hour() >= 21) | (pl.col("at").dt.hour() < 4))["official"]


def relatives(made: Made) -> pl.Series:
    opened = made.strange.join(made.dossiers.select("dossier", "agent"), on="dossier")
    related = ["official", "related_to"]
    return opened.join(made.table("relations"), left_on=["official", "agent"], right_on=related, how="semi")["official"]


def bulk(made: Made) -> pl.Series:
    return made.accesses.filter(pl.col("action") == "export")["official"]


COUNTS: dict[How, Callable[[Made], pl.Series]] = {
    How.UNLAWFUL: unlawful,
    How.DRAFTS_UNREAD: unlawful,
    How.SIGNS_UNREAD: signs_unread,
    How.DEAD_BASIS: dead_basis,
    How.INCOMPETENT: incompetent,
    How.LOOPHOLE: loophole,
    How.SUPPLEMENTS: asks,
    How.CHAIN_APPRAISER: asks,
    How.SQUEEZES: squeezes,
    How.OUTSIDE_LIST: outside_list,
    How.REPEATED: repeated,
    How.RETURNS: returned,
    How.FEE_ABOVE: fee_above,
    How.PASSES: passes,
    How.RUBBER_STAMP: passes,
    How.CHAIN_RECEPTIONIST: passes,
    How.NO_GUIDANCE: no_guidance,
    How.LATE_APPRAISER: late_appraiser,
    How.LATE_SIGNER: late_signer,
    How.LATE_CONSULTED: late_consulted,
    How.CLOCK_STOP: clock_stop,
    How.KEEPS_RESULTS: keeps_results,
    How.REFUSES_THEN_GRANTS: refuses_then_grants,
    How.UNEXPLAINED: unexplained,
    How.NIGHT: night,
    How.RELATIVES: relatives,
    How.BULK: bulk,
}
"""Whose it is, once for each time it happened."""
EXACT = {
    *(How.UNLAWFUL, How.DRAFTS_UNREAD, How.SIGNS_UNREAD, How.DEAD_BASIS, How.INCOMPETENT, How.LOOPHOLE),
    *(How.UNEXPLAINED, How.NIGHT, How.RELATIVES, How.BULK),
}
"""Documents and accesses lack at most their official."""
LETTING_THROUGH = {How.PASSES, How.RUBBER_STAMP, How.CHAIN_RECEPTIONIST}
"""What is asked for later may be asked for on the appraiser's own account as well."""
