"""`annotator stats` and `annotator agreement`, from a document to the printed object."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.cli.main import main
from tests import studies
from tests.studies import UPBENCH, deliverable, document, feedback, job, review

M19_RATES = {
    "Writing": ((0.4500, 0.258, 0.658), (0.7500, 0.531, 0.888), (0.5455, 0.280, 0.787)),
    "Data": ((0.6429, 0.388, 0.837), (0.9286, 0.685, 0.987), (0.8000, 0.376, 0.964)),
    "Design": ((0.1667, 0.047, 0.448), (0.2500, 0.089, 0.532), (0.1000, 0.018, 0.404)),
    "Translation": ((0.5000, 0.268, 0.732), (0.7857, 0.524, 0.924), (0.5714, 0.250, 0.842)),
}
MONEY = ("median_minutes", "cost_per_job", "net_value_ai", "net_value_hitl", "net_gain", "break_even")
M19_MONEY = {
    "Writing": ("19", "5.9200", "53.600", "84.080", "30.480", "18.40"),
    "Data": ("11", "2.8500", "95.829", "136.436", "40.607", "7.88"),
    "Design": ("34", "14.8833", "18.033", "12.617", "-5.417", "175.00"),
    "Translation": ("18", "4.8357", "22.300", "30.521", "8.221", "16.23"),
}
M19_WORTH = {
    "Writing": (17.67, 1.000, "step_in"),
    "Data": (7.125, 1.000, "step_in"),
    "Design": (172.00, 0.3459, "uncertain"),
    "Translation": (15.875, 0.9863, "step_in"),
}


@pytest.fixture
def told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Import a document, then return what a command prints as JSON."""

    def ask(content: dict, *arguments: str) -> dict:
        workspace = ["--workspace", str(tmp_path / "workspace")]
        assert main(["import", str(studies.write(tmp_path, content)), *workspace]) == 0
        capsys.readouterr()
        assert main([*arguments, "--json", *workspace]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def by_name(answer: dict, field: str) -> dict[str, dict]:
    return {group["by"][field]: group for group in answer["groups"]}


def test_m19_as_a_document_gives_the_whole_table(told) -> None:
    answer = told(studies.m19(), "stats", "--by", "category", "--rate", "30")

    assert (answer["verdicts"], answer["rule"], answer["currency"]) == ("reviewer", "strict_upbench", "USD")
    groups = by_name(answer, "category")
    assert list(groups) == list(studies.M19)
    for name, group in groups.items():
        n, passed, retried, rescued, *_rest = studies.M19[name]
        assert (group["chains"], group["undecided"], group["excluded"]) == (n, 0, 0)
        assert [group[key]["k"] for key in ("pass_first", "pass_overall")] == [passed, passed + rescued]
        for key, (rate, low, high) in zip(
            ("pass_first", "pass_overall", "rescue_retried"), M19_RATES[name], strict=True
        ):
            assert group[key]["rate"] == pytest.approx(rate, abs=5e-5)
            assert (group[key]["low"], group[key]["high"]) == pytest.approx((low, high), abs=5e-4)
        for key, printed in zip(MONEY, M19_MONEY[name], strict=True):
            digits = len(printed.partition(".")[2])
            assert f"{group[key]:.{digits}f}" == printed, (name, key)
        per_rescue, p_pays, advice = M19_WORTH[name]
        assert group["cost_per_rescue"] == pytest.approx(per_rescue, abs=5e-3)
        assert group["p_pays"] == pytest.approx(p_pays, abs=5e-5)
        assert group["advice"] == advice
        assert group["retry_coverage"] == retried / (n - passed)
        assert group["rescue_edit"] is group["control"] is group["regression"] is None


def test_a_rate_is_printed_unrounded(told) -> None:
    writing = by_name(told(studies.m19(), "stats", "--by", "category"), "category")["Writing"]

    assert writing["pass_first"] == {
        "k": 9,
        "n": 20,
        "rate": 0.45,
        "low": pytest.approx(0.25819, abs=1e-5),
        "high": pytest.approx(0.65792, abs=1e-5),
    }
    assert writing["cost_per_job"] is writing["advice"] is None  # nobody said what an hour costs
    assert writing["net_value_ai"] == pytest.approx(53.6)


@pytest.mark.parametrize(
    ("model", "first", "overall", "absolute", "relative", "rescued"),
    [
        ("Claude Sonnet 4", 0.398, 0.512, 0.115, 0.289, 0.233),
        ("Gemini 2.5 Pro", 0.199, 0.323, 0.124, 0.625, 0.180),
        ("GPT-5", 0.196, 0.335, 0.140, 0.714, 0.190),
    ],
)
def test_a_simulated_upbench_gives_the_published_rates(
    told, model: str, first: float, overall: float, absolute: float, relative: float, rescued: float
) -> None:
    group = by_name(told(studies.upbench(), "stats", "--by", "model"), "model")[model]

    passed, retried, rescues = UPBENCH[model]
    assert group["chains"] == 322
    assert round(group["pass_first"]["rate"], 3) == first
    assert round(group["pass_overall"]["rate"], 3) == overall
    assert round(group["abs_lift"], 3) == absolute
    assert round(group["rel_lift"], 3) == relative
    assert round(group["rescue_retried"]["rate"], 3) == rescued
    assert group["rescue_all"]["k"] == group["rescue_retried"]["k"] == rescues
    assert group["rescue_all"]["n"] == 322 - passed
    assert group["rescue_retried"]["n"] == retried


def test_each_arm_counts_where_it_belongs(told) -> None:
    content = document(
        [
            job(
                "tree",
                deliverable("1", review("fail")),
                deliverable("2", review("pass"), attempt=2, arm="plain_retry", parent="1"),
                deliverable("3", review("fail"), attempt=2, arm="feedback", parent="1"),
                deliverable("4", review("pass"), attempt=3, arm="human_edit", parent="3"),
                deliverable("5", review("pass"), attempt=2),
            ),
            job(
                "rerun",
                deliverable("6", review("fail")),
                deliverable("7", review("pass"), attempt=2, arm="rerun", parent="6"),
            ),
        ]
    )
    (group,) = told(content, "stats")["groups"]

    assert (group["pass_first"]["k"], group["pass_first"]["n"]) == (0, 2)
    assert group["pass_overall"]["k"] == 1  # the edit; neither the plain retry nor a rerun
    assert (group["rescue_retried"]["k"], group["rescue_retried"]["n"]) == (0, 1)
    assert (group["rescue_edit"]["k"], group["rescue_edit"]["n"]) == (1, 1)
    assert (group["control"]["k"], group["control"]["n"]) == (1, 1)
    assert group["retry_coverage"] == 0.5


def test_the_first_of_several_first_attempts_counts(told) -> None:
    content = document([job("j", deliverable("1", review("fail")), deliverable("2", review("pass"), attempt=1))])
    (group,) = told(content, "stats")["groups"]

    assert (group["chains"], group["excluded"], group["pass_first"]["k"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("reviews", "undecided", "passed"),
    [
        ([review("pass", "a"), review("pass", "b"), review("fail", "c")], 0, 1),
        ([review("pass", "a"), review("fail", "b")], 1, None),
        ([review("pass", "a"), review("fail", "b"), review("fail", "c", role="adjudicator")], 0, 0),
        ([review("pass", "a"), review(None, "b")], 0, 1),
        ([review("pass", "a"), review("fail", "b", role="model"), review("fail", "c", role="model")], 0, 1),
        ([review("undecided", "a")], 1, None),
        ([review("pass", "a"), review("fail", "b", occasion=2)], 0, 1),
        ([review("fail", "a", status="draft")], 1, None),
    ],
)
def test_several_reviewers_come_to_one_verdict(told, reviews: list, undecided: int, passed: int | None) -> None:
    (group,) = told(document([job("j", deliverable("1", *reviews))]), "stats")["groups"]

    assert group["undecided"] == undecided
    assert (group["pass_first"] and group["pass_first"]["k"]) == passed


def test_the_rule_recomputes_verdicts_from_the_marks(told) -> None:
    rubric = [
        {"id": "c", "text": "c", "importance": "critical"},
        {"id": "o", "text": "o", "importance": "optional"},
    ]
    marks = [{"criterion_id": "c", "mark": "pass"}, {"criterion_id": "o", "mark": "fail"}]
    content = document([job("j", deliverable("1", review("fail", marks=marks)), rubric=rubric)])

    answer = told(content, "stats", "--verdicts", "rule")
    strict = told(content, "stats", "--verdicts", "rule", "--rule", "all_criteria")

    assert (answer["verdicts"], answer["rule"], answer["groups"][0]["pass_first"]["k"]) == ("rule", "strict_upbench", 1)
    assert (strict["rule"], strict["groups"][0]["pass_first"]["k"]) == ("all_criteria", 0)


def test_regressions_are_criteria_that_passed_before(told) -> None:
    def marks(said: str) -> list:
        return [{"criterion_id": str(at), "mark": {"P": "pass", "F": "fail"}[mark]} for at, mark in enumerate(said)]

    rubric = [{"id": str(at), "text": str(at)} for at in range(8)]
    first = deliverable("1", review("fail", marks=marks("PPPPPFFF")))
    second = deliverable("2", review("fail", marks=marks("PPPPFPPF")), attempt=2, parent="1")
    (group,) = told(document([job("j", first, second, rubric=rubric)]), "stats")["groups"]

    assert (group["regression"]["k"], group["regression"]["n"]) == (1, 5)


def test_currencies_are_converted_by_the_rate_given_or_left_out(told, capsys) -> None:
    jobs = [
        job("usd", deliverable("1", review("pass"), cost={"amount": 0, "currency": "USD"}),
            budget={"amount": 100, "currency": "USD"}),
        job("usd-too", deliverable("2", review("pass"), cost={"amount": 0, "currency": "USD"}),
            budget={"amount": 100, "currency": "USD"}),
        job("jpy", deliverable("3", review("pass"), cost={"amount": 0, "currency": "USD"}),
            budget={"amount": 30000, "currency": "JPY"}),
    ]  # fmt: skip
    alone = told(document(jobs), "stats")
    converted = told(document(jobs), "stats", "--exchange", "JPY=0.01")

    assert (alone["currency"], alone["groups"][0]["net_value_ai"]) == ("USD", 100)
    assert converted["groups"][0]["net_value_ai"] == pytest.approx(500 / 3)


def test_groups_by_gap_and_by_reviewer(told) -> None:
    gap = [{"code": "G04", "severity": "major"}, {"code": "G01"}]
    content = document(
        [
            job("one", deliverable("1", review("fail", "ada", tags=gap), review("pass", "bob"))),
            job("two", deliverable("2", review("pass", "bob"))),
        ]
    )
    tags = by_name(told(content, "stats", "--by", "tag"), "tag")
    reviewers = by_name(told(content, "stats", "--by", "reviewer"), "reviewer")

    assert {name: group["chains"] for name, group in tags.items()} == {"G01": 1, "G04": 1, None: 1}
    assert [reviewers["bob"]["pass_first"][key] for key in ("k", "n")] == [2, 2]
    assert [reviewers["ada"]["pass_first"][key] for key in ("k", "n")] == [0, 1]


def test_missing_numbers_are_null_until_they_are_assumed(told) -> None:
    steps = {"kind": "I1", "primary": True, "content": "Mend it."}
    jobs = [
        job(f"j{at}", deliverable(f"{at}/1", review("fail", interventions=[steps])),
            deliverable(f"{at}/2", review("pass"), attempt=2, parent=f"{at}/1"))
        for at in range(6)
    ]  # fmt: skip
    (bare,) = told(document(jobs), "stats", "--rate", "60")["groups"]
    given = ("--value", "100", "--run-cost", "1", "--minutes", "10")
    (assumed,) = told(document(jobs), "stats", "--rate", "60", *given)["groups"]

    assert [bare[key] for key in ("median_minutes", "cost_per_job", "net_value_ai", "advice")] == [None] * 4
    assert (assumed["median_minutes"], assumed["cost_per_job"], assumed["net_value_hitl"]) == (10, 12, 88)
    assert assumed["advice"] == "step_in"


def test_minutes_of_edits_cost_but_price_no_rescue(told) -> None:
    jobs = [
        job("j", deliverable("1", review("fail", interventions=[feedback(10), feedback(50, "I5")]), cost={"amount": 0}),
            deliverable("2", review("pass"), attempt=2, parent="1", cost={"amount": 0}),
            deliverable("3", review("pass"), attempt=2, arm="human_edit", parent="1"))
    ]  # fmt: skip
    (group,) = told(document(jobs), "stats", "--rate", "60", "--value", "100")["groups"]

    assert (group["cost_per_job"], group["cost_per_rescue"], group["median_minutes"]) == (60, 10, 30)


def test_agreement_counts_what_was_said_before_anybody_talked(told) -> None:
    talked = {"saw_others_at": "2026-11-02T00:00:00Z", "submitted_at": "2026-11-03T00:00:00Z"}
    content = document(
        [
            job(
                "j",
                deliverable("1", review("pass", "a"), review("pass", "b"), review("fail", "c", role="adjudicator")),
                deliverable("2", review("pass", "a"), review("fail", "b")),
                deliverable("3", review("pass", "a"), review("pass", "b", **talked)),
            )
        ]
    )
    answer = told(content, "agreement")

    assert answer["level"] == "verdict"
    (group,) = answer["groups"]
    assert (group["units"], group["raters"], group["agreement"]) == (2, 2, 0.5)
    assert [(pair["a"], pair["b"], pair["n"]) for pair in group["pairs"]] == [("a", "b", 2)]


def test_an_empty_workspace_has_no_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = ["--workspace", str(tmp_path / "empty")]
    assert main(["stats", "--json", *workspace]) == 0
    assert json.loads(capsys.readouterr().out)["groups"] == []
    assert main(["agreement", *workspace]) == 0
    assert "two reviewers" in capsys.readouterr().out


def test_prints_the_table_for_a_reader(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = ["--workspace", str(tmp_path / "workspace")]
    assert main(["import", str(studies.write(tmp_path, studies.m19())), *workspace]) == 0
    capsys.readouterr()
    assert main(["stats", "--by", "category", "--rate", "30", *workspace]) == 0
    said = capsys.readouterr().out

    assert "Design" in said
    assert "16.67 % [4.7–44.8]  2/12" in said
    assert (
        "Uncertain, collect more: A rescue pays from 16 % on; the rescue rate lies anywhere between 2 % and 40 %."
        in said
    )


@pytest.mark.parametrize("wrong", [["--by", "price"], ["--rate", "-1"], ["--target", "2"], ["--exchange", "JPY"]])
def test_refuses_what_it_does_not_understand(tmp_path: Path, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["stats", *wrong, "--workspace", str(tmp_path)])
    assert stopped.value.code == 2
