"""The requests that wait: how many, which, and what to do with each."""
