"""Every statistic against a well-kept library, on random inputs."""

from __future__ import annotations

import random
import warnings

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.lib_ter import translation_edit_rate
from scipy import stats
from sklearn.metrics import accuracy_score, cohen_kappa_score, f1_score, recall_score
from statsmodels.stats.contingency_tables import cochrans_q
from statsmodels.stats.contingency_tables import mcnemar as mcnemar_oracle
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from annotator.metrics.agreement import Weighting, cohen_kappa, weighted_kappa
from annotator.metrics.bootstrap import bootstrap, t_interval
from annotator.metrics.calibration import judge_report
from annotator.metrics.distributions import (
    beta_cdf,
    beta_quantile,
    binomial_cdf,
    binomial_pmf,
    chi_square_tail,
    quantile,
    t_quantile,
)
from annotator.metrics.economics import payoff
from annotator.metrics.effort import edit_effort
from annotator.metrics.group_agreement import Level, alpha, count_ratings, fleiss, randolph
from annotator.metrics.minutes import summarise
from annotator.metrics.paired import (
    PairedTable,
    benjamini_hochberg,
    cochran_q,
    holm,
    independent_difference,
    mcnemar,
)
from annotator.metrics.pairwise import Tally, elo
from annotator.metrics.rates import smoothed, wilson

COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
SHAPES = st.floats(0.3, 300)
BINARY = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=60)
LEVELS = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=2, max_size=40)
P_VALUES = st.lists(st.floats(1e-6, 1), min_size=1, max_size=12)
RATINGS = st.lists(
    st.lists(st.sampled_from([1, 2, 3, None]), min_size=3, max_size=3), min_size=2, max_size=20
)  # fmt: skip


def close(wanted: float, tolerance: float = 1e-9) -> object:
    return pytest.approx(float(wanted), rel=tolerance, abs=tolerance)


@given(st.floats(0.001, 0.999), SHAPES, SHAPES)
def test_beta(x: float, a: float, b: float) -> None:
    assert beta_cdf(x, a, b) == close(stats.beta.cdf(x, a, b))
    # Where the curve is as good as upright, the last digit of a quantile moves the seventh of the share.
    assert beta_cdf(beta_quantile(x, a, b), a, b) == pytest.approx(x, abs=1e-6)


@pytest.mark.parametrize("x", [-1.0, 0.0, 1.0, 2.0])
def test_beta_outside(x: float) -> None:
    assert beta_cdf(x, 2, 3) == stats.beta.cdf(x, 2, 3)


@given(st.floats(0, 200), st.integers(1, 60))
def test_chi_square(x: float, df: int) -> None:
    assert chi_square_tail(x, df) == close(stats.chi2.sf(x, df))


@given(st.floats(0.51, 0.9999), st.integers(1, 300))
def test_students_t(p: float, df: int) -> None:
    assert t_quantile(p, df) == close(stats.t.ppf(p, df))


@given(COUNTS)
def test_binomial(case: tuple[int, int]) -> None:
    k, n = case
    assert binomial_pmf(k, n) == close(stats.binom.pmf(k, n, 0.5))
    assert binomial_cdf(k, n) == close(stats.binom.cdf(k, n, 0.5))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(0, 1))
def test_quantiles(values: list[float], share: float) -> None:
    assert quantile(sorted(values), share) == close(np.quantile(values, share), 1e-7)


@given(COUNTS)
def test_m4_wilson(case: tuple[int, int]) -> None:
    found = wilson(*case)
    assert found is not None
    low, high = proportion_confint(*case, method="wilson")
    assert found.low == close(max(0.0, low))
    assert found.high == close(min(1.0, high))


@given(st.integers(0, 60), st.integers(0, 60))
def test_m8_mcnemar(b: int, c: int) -> None:
    assume(b != c)
    found = mcnemar(PairedTable(5, b, c, 7))
    table = [[5, b], [c, 7]]
    assert found.exact_p == close(mcnemar_oracle(table, exact=True).pvalue)
    assert found.exact_p == close(stats.binomtest(b, b + c).pvalue)
    assert found.mid_p == close(found.exact_p - stats.binom.pmf(min(b, c), b + c, 0.5))
    plain, corrected = (mcnemar_oracle(table, exact=False, correction=way) for way in (False, True))
    assert (found.chi_square, found.chi_square_p) == (close(plain.statistic), close(plain.pvalue))
    assert (found.corrected, found.corrected_p) == (close(corrected.statistic), close(corrected.pvalue))


@given(COUNTS, COUNTS)
def test_m10_independent_difference(one: tuple[int, int], other: tuple[int, int]) -> None:
    found = independent_difference(*one, *other)
    assert found is not None
    low, high = confint_proportions_2indep(*one, *other, method="newcomb", compare="diff")
    assert (found.low, found.high) == (close(low), close(high))


@given(st.lists(st.tuples(*[st.booleans()] * 4), min_size=2, max_size=30))
def test_m11_cochran(rows: list[tuple[bool, ...]]) -> None:
    found = cochran_q(rows)
    if found is None:
        assert all(len(set(row)) == 1 for row in rows)
        return
    oracle = cochrans_q(np.array(rows, dtype=int))
    assert (found.q, found.p) == (close(oracle.statistic), close(oracle.pvalue))


@settings(max_examples=20)
@given(P_VALUES)
def test_m11_adjusted_p_values(p_values: list[float]) -> None:
    assert holm(p_values) == close_all(multipletests(p_values, method="holm")[1])
    assert benjamini_hochberg(p_values) == close_all(multipletests(p_values, method="fdr_bh")[1])


def close_all(values: np.ndarray) -> object:
    return pytest.approx([float(value) for value in values], abs=1e-12)


@given(st.one_of(BINARY, LEVELS))
def test_m12_cohen(pairs: list[tuple[int, int]]) -> None:
    found = cohen_kappa(pairs)
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    if found is None:
        assert len({*first, *second}) == 1
        return
    assert found.value == close(cohen_kappa_score(first, second))
    labels = sorted({*first, *second})
    table = np.array([[pairs.count((a, b)) for b in labels] for a in labels])
    with np.errstate(all="ignore"):
        error = float(cohens_kappa(table).std_kappa)
    if found.error is None:
        assert not error > 1e-5
        return
    assert found.error == close(error, 1e-6)
    assert (found.low, found.high) == (
        close(max(-1.0, found.value - 1.959964 * error), 1e-5),
        close(min(1.0, found.value + 1.959964 * error), 1e-5),
    )


@given(st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), min_size=2, max_size=20))
def test_m13_fleiss_and_randolph(ratings: list[list[int]]) -> None:
    counts = count_ratings(ratings)
    table = np.array([[unit[label] for label in range(3)] for unit in counts])
    found = fleiss(counts)
    if found is None:
        assert len({label for unit in ratings for label in unit}) == 1
    else:
        assert found == close(fleiss_kappa(table))
    assert randolph(counts, 3) == close(fleiss_kappa(table, method="randolph"))


@pytest.mark.parametrize("level", list(Level))
@given(ratings=RATINGS)
def test_m13_alpha(level: Level, ratings: list[list[int | None]]) -> None:
    found = alpha(ratings, level)
    compared = [unit for unit in ratings if sum(rating is not None for rating in unit) >= 2]
    values = {rating for unit in compared for rating in unit if rating is not None}
    if len(values) < 2:
        assert found is None
        return
    data = [[np.nan if rating is None else rating for rating in column] for column in zip(*compared, strict=True)]
    oracle = krippendorff.alpha(reliability_data=data, level_of_measurement=level.value)
    assert found == close(oracle)


@pytest.mark.parametrize("weighting", list(Weighting))
@given(pairs=LEVELS)
def test_m14_weighted_kappa(weighting: Weighting, pairs: list[tuple[int, int]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    found = weighted_kappa(first, second, weighting, 4)
    if found is None:
        assert len({*first, *second}) == 1
        return
    weights = None if weighting is Weighting.NONE else weighting.value
    assert found == close(cohen_kappa_score(first, second, labels=[1, 2, 3, 4], weights=weights))


@settings(max_examples=8)
@given(st.lists(st.integers(0, 20).map(lambda tenth: tenth / 20), min_size=10, max_size=25))
def test_m15_bootstrap(values: list[float]) -> None:
    assume(len(set(values)) > 3)
    found = bootstrap(values)
    assert found is not None
    for method, interval in (("percentile", found.percentile), ("bca", found.bca)):
        oracle = stats.bootstrap(
            (values,), np.mean, method=method, n_resamples=9999, rng=np.random.default_rng(0)
        ).confidence_interval
        assert (interval.low, interval.high) == (
            pytest.approx(oracle.low, abs=0.015),
            pytest.approx(oracle.high, abs=0.015),
        )


@given(st.lists(st.floats(0, 1), min_size=2, max_size=30))
def test_m15_t_interval(values: list[float]) -> None:
    assume(max(values) - min(values) > 1e-6)
    found = t_interval(values)
    assert found is not None
    oracle = stats.t.interval(0.95, len(values) - 1, loc=np.mean(values), scale=stats.sem(values))
    assert (found.low, found.high) == (close(oracle[0], 1e-7), close(oracle[1], 1e-7))


@given(st.lists(st.floats(0, 500), min_size=1, max_size=40))
def test_m16_minutes(durations: list[float]) -> None:
    found = summarise(durations)
    assert found is not None
    assert found.median == close(np.median(durations))
    quartiles = np.quantile(durations, [0.25, 0.75])
    assert (found.lower_quartile, found.upper_quartile) == (close(quartiles[0]), close(quartiles[1]))
    if found.low is not None:
        rank = sorted(durations).index(found.low) + 1
        assert 1 - 2 * stats.binom.cdf(rank - 1, len(durations), 0.5) >= 0.95 or durations.count(found.low) > 1


@given(COUNTS, st.floats(0.5, 200), st.floats(1, 400))
def test_m18_payoff(case: tuple[int, int], cost: float, value: float) -> None:
    rescued, retried = case
    found = payoff(rescued, retried, cost, value)
    assert found is not None
    assert found.p_pays == close(stats.beta.sf(min(1, cost / value), rescued + 0.5, retried - rescued + 0.5))


@given(st.lists(st.sampled_from("abcde"), max_size=18), st.lists(st.sampled_from("abcde"), min_size=1, max_size=18))
def test_m21_translation_edit_rate(before: list[str], fixed: list[str]) -> None:
    edits, length = translation_edit_rate(before, fixed)
    found = edit_effort(" ".join(before), " ".join(fixed), "en")
    assert (found.edits, found.length) == (edits, length)


@given(st.lists(st.sampled_from([f"w{n}" for n in range(12)]), min_size=6, max_size=40), st.data())
def test_m21_translation_edit_rate_of_moved_blocks(words: list[str], data: st.DataObject) -> None:
    moved = list(words)
    for _ in range(data.draw(st.integers(1, 3))):
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(words))] * 2)))
        block, rest = moved[start : min(end, start + 6)], moved[:start] + moved[min(end, start + 6) :]
        target = data.draw(st.integers(0, len(rest)))
        moved = rest[:target] + block + rest[target:]
    edits, _length = translation_edit_rate(words, moved)
    assert edit_effort(" ".join(words), " ".join(moved), "en").edits == edits


@pytest.mark.parametrize("seed", range(5))
def test_m21_translation_edit_rate_gives_up_alike(seed: int) -> None:
    generator = random.Random(seed)
    before, fixed = ([generator.choice("ab") for _ in range(45)] for _ in range(2))
    edits, _length = translation_edit_rate(before, fixed)
    assert edit_effort(" ".join(before), " ".join(fixed), "en").edits == edits


@given(BINARY)
def test_m22_judge(answers: list[tuple[bool, bool]]) -> None:
    found = judge_report(answers)
    assert found is not None
    human, model = [a for a, _ in answers], [b for _, b in answers]
    assert found.accuracy == close(accuracy_score(human, model))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn warns of classes that do not occur
        assert found.macro_f1 == close(f1_score(human, model, average="macro"))
    if True in human:
        assert found.true_pass_rate == close(recall_score(human, model, pos_label=True))
    if False in human:
        assert found.true_fail_rate == close(recall_score(human, model, pos_label=False))


@given(st.integers(0, 80), st.integers(0, 80))
def test_m23_sign_test(wins: int, losses: int) -> None:
    assume(wins + losses > 0)
    assert Tally(wins, 3, losses).sign_test_p == close(stats.binomtest(wins, wins + losses).pvalue)


@given(st.lists(st.integers(1, 30), min_size=12, max_size=12))
def test_m23_strengths_balance_the_wins(counts: list[int]) -> None:
    items = "abcd"
    pairs = [(one, other) for one in items for other in items if one != other]
    wins = dict(zip(pairs, counts, strict=True))
    strengths = {item: 10 ** ((value - 1000) / 400) for item, value in elo(items, wins, "a").items()}
    for item in items:
        expected = sum(
            (wins[item, other] + wins[other, item]) * strengths[item] / (strengths[item] + strengths[other])
            for other in items
            if other != item
        )
        assert expected == close(sum(wins[item, other] for other in items if other != item), 1e-6)


@given(COUNTS, st.floats(0.05, 0.95))
def test_m25_smoothed_rate(case: tuple[int, int], overall: float) -> None:
    k, n = case
    found = smoothed(k, n, overall)
    assert found is not None
    posterior = stats.beta(overall * 4 + k, (1 - overall) * 4 + n - k)
    assert found.rate == close(posterior.mean())
    assert (found.low, found.high) == (close(posterior.ppf(0.025), 1e-7), close(posterior.ppf(0.975), 1e-7))
