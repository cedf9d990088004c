"""Which work can a model do, and where should a human step in: one code path for window, report and command line.

A `Question` goes in, frozen values come out (`answering.answer`, `agreeing.agreement`, `missing.missing` …); nothing is
stored. What counts is the reviewers' submitted verdicts; what is not defined is `None`, never 0.
"""
