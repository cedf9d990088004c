"""What travels between coordinator and reviewers: packs out, results back, each one sealed file. Knows no database."""
