"""The interval that stands beside observed ÷ expected."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from liem.detection.statistics.interval import count_limits, ratio_limits, share_limits


def test_counts_have_the_published_limits_of_garwood():
    # Garwood (1936), table: 0 → 3.689, 5 → 1.623 to 11.668, 10 → 4.795 to 18.390.
    low, high = count_limits(np.array([0.0, 5.0, 10.0]))
    assert low == pytest.approx([0.0, 1.623, 4.795], abs=5e-4)
    assert high == pytest.approx([3.689, 11.668, 18.390], abs=5e-4)


def test_shares_have_the_limits_of_an_independent_implementation():
    for observed, n in ((0, 30), (7, 30), (30, 30)):
        theirs = binomtest(observed, n).proportion_ci(method="exact")
        low, high = share_limits(np.array([float(observed)]), np.array([float(n)]))
        assert (low[0] / n, high[0] / n) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(
    st.integers(0, 400),
    st.integers(0, 400),
    st.floats(1e-3, 500),
    st.floats(0, 2),
    st.booleans(),
)
def test_the_interval_holds_its_own_estimate_however_far_out_it_lies(observed, missed, expected, noise, share):
    n = float(max(observed + missed, 1))
    low, high = ratio_limits(
        np.array([float(observed)]), np.array([expected]), np.array([n]), np.array([noise]), share=share
    )
    assert low[0] <= observed / expected * (1 + 1e-9)
    assert high[0] >= observed / expected * (1 - 1e-9)


def test_a_noisier_yardstick_gives_a_wider_interval():
    one = np.array([12.0]), np.array([4.0]), np.array([100.0])
    sure, unsure = ratio_limits(*one, np.array([0.0]), share=True), ratio_limits(*one, np.array([0.3]), share=True)
    assert unsure[0][0] < sure[0][0] < sure[1][0] < unsure[1][0]


def test_nothing_expected_has_no_interval():
    low, high = ratio_limits(np.array([3.0]), np.array([0.0]), np.array([9.0]), np.array([0.1]), share=False)
    assert np.isnan(low[0])
    assert np.isnan(high[0])
