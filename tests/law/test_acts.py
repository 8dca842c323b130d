"""The taxonomy of acts: what every act must say, dated versions, and refusals of bad data."""

from datetime import date

import pytest

from liem.base.errors import InputError, UserError
from liem.law.acts import ACTS, Taxonomy

TAXONOMY = Taxonomy.load()


def test_the_acts_are_a_to_e():
    assert [act.code for act in TAXONOMY.acts] == ["A", "B", "C", "D", "E"]


@pytest.mark.parametrize("act", TAXONOMY.acts, ids=lambda act: act.code)
def test_each_act_has_definition_manifestations_and_basis_in_both_languages(act):
    assert act.definition("vi") != act.definition("en")
    assert act.short("vi") != act.short("en")
    assert len(act.manifestations("vi")) == len(act.manifestations("en")) >= 3
    assert {basis.relation for basis in act.basis} & {"rule", "policy", "neighbour"}
    assert any(basis.relation == "neighbour" for basis in act.basis), "each act names its neighbour in statute"
    assert all(basis.says_vi != basis.says_en and basis.document for basis in act.basis)


def test_it_says_whose_definition_it_is_and_that_the_term_is_in_no_law():
    assert "Thanh Hóa" in TAXONOMY.defined_by_vi
    assert "Thanh Hoa" in TAXONOMY.defined_by_en
    assert "không có trong luật nào" in TAXONOMY.status_vi
    assert "is in no law" in TAXONOMY.status_en
    assert TAXONOMY.valid_from == date(2024, 10, 1)


def test_unverified_data_does_not_claim_to_be_verified():
    assert (TAXONOMY.verified_by, TAXONOMY.verified_on) == ("", None)
    assert all(basis.confidence != "SP" for act in TAXONOMY.acts for basis in act.basis)


def test_act_d_covers_delay_and_papers_outside_the_rules():
    act = Taxonomy.load().act("D")
    assert "thời gian" in act.definition_vi
    assert "giấy tờ" in act.definition_vi
    assert any("điểm k" in basis.article for basis in act.basis)


def test_the_seven_sensitive_fields_are_marked():
    assert {field.code for field in TAXONOMY.sensitive_fields()} == {
        "land",
        "finance_budget",
        "construction_investment",
        "land_use_right_certificate",
        "land_allocation",
        "land_lease",
        "customs",
    }
    lease = TAXONOMY.field("land_lease")
    assert lease is not None
    assert (lease.name(), lease.name("en")) == ("Cho thuê đất", "Land lease")
    assert TAXONOMY.field("a-code-of-their-own") is None


def test_an_unknown_act_is_refused_with_the_letters_there_are():
    with pytest.raises(UserError, match="there is no act 'F'; the acts are A, B, C, D, E"):
        TAXONOMY.act("F")


def test_no_definition_held_before_the_first_version():
    with pytest.raises(UserError, match="no definition of the acts was in force on 2023-01-01"):
        Taxonomy.load(on=date(2023, 1, 1))


def test_a_new_version_leaves_the_old_one_to_older_matters(tmp_path):
    text = ACTS.read_text(encoding="utf-8")
    later = text.replace('version = "2024-10"', 'version = "2027"').replace(
        "valid_from = 2024-10-01", "valid_from = 2027-03-01"
    )
    path = tmp_path / "acts.toml"
    path.write_text(later + "\n" + text, encoding="utf-8")
    assert Taxonomy.load(path=path).version == "2027"
    assert Taxonomy.load(on=date(2027, 3, 1), path=path).version == "2027"
    assert Taxonomy.load(on=date(2027, 2, 28), path=path).version == "2024-10"


FAULTS = [
    ('short_vi = "Văn bản', 'shrt_vi = "Văn bản', "acts entry 1: no short_vi"),
    ('relation = "neighbour"', 'relation = "cousin"', "acts entry 1, basis entry 1: unknown relation 'cousin'"),
    ("valid_from = 2024-10-01", 'valid_from = "soon"', "versions entry 1: valid_from 'soon' is not a day"),
    ("sensitive = true", 'sensitive = "yes"', "fields entry 1: sensitive 'yes' is neither true nor false"),
    ('code = "B"', 'code = "A"', "versions entry 1: the code 'A' stands there twice"),
    ('version = "2024-10"', 'version = "2024-10"\ncolour = "red"', "versions entry 1: unknown field 'colour'"),
    ('confidence = "SS"', 'confidence = "sure"', "unknown confidence 'sure'"),
    (
        "manifestations_en = [\n",
        'manifestations_en = [\n"one more",\n',
        "acts entry 1: manifestations differ",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_bad_data_is_refused_in_one_line_naming_the_entry(tmp_path, old, new, said):
    path = tmp_path / "acts.toml"
    path.write_text(ACTS.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        Taxonomy.load(path=path)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.remedy
