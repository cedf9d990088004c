"""Benchmarks: each module is a program that prints figures beside a baseline measured in the same run."""
