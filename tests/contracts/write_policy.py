"""Writes the policy table anew from what a run of test_policy.py with POLICY_OUT=<folder> was answered."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

TABLE = Path(__file__).with_name("policy.csv")


def write(folder: Path) -> None:
    """Keep the columns' order; a role that has come since stands last."""
    said = {file.stem: json.loads(file.read_text()) for file in sorted(folder.glob("*.json"))}
    with TABLE.open(encoding="utf-8", newline="") as file:
        known = next(csv.reader(file))[3:]
    people = [person for person in known if person in said] + [person for person in said if person not in known]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["address", "method", "relation", *people])
        for row in said[people[0]]:
            writer.writerow([*row.split("|"), *(said[person][row] for person in people)])


if __name__ == "__main__":
    write(Path(sys.argv[1]))
