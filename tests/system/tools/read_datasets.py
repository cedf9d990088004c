"""Runs in the environment of Hugging Face's `datasets`: a file of lines and a folder by its loaders."""

import json
import sys

from datasets import load_dataset

lines, folder, cache = sys.argv[1:4]
pairs = load_dataset("json", data_files=lines, split="train", cache_dir=cache)
reviews = load_dataset(folder, split="train", cache_dir=cache)
answer = {"pairs": pairs.to_list(), "verdicts": reviews["verdict"][:], "contents": reviews["content"][:]}
sys.stdout.write(json.dumps(answer))
