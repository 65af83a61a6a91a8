"""Lighthouse on the three pages most people see, as a telephone with a slow line sees them.

A score of speed wavers with whatever else the machine does, so each page is loaded three times and
the median counts; that line and that telephone are simulated, not this machine's.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path

from bench.pages.tools import chromium, packages, program

PAGES = {
    "home": "/",
    "consultation": "/consultations/ktp-el-2026",
    "clause": "/consultations/ktp-el-2026/clauses/3.1",
}
BARS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
TIMES = 3
FLAGS = "--headless=new --no-sandbox --disable-gpu"


def judge(forum: str) -> int:
    """Print a table of scores; return how many of them miss their bar."""
    below = 0
    print("| page | " + " | ".join(f"{name} (≥ {bar})" for name, bar in BARS.items()) + " |")
    print("|---|" + "---|" * len(BARS))
    for page, path in PAGES.items():
        reports = [_load(forum + path) for _ in range(TIMES)]
        scores = {
            name: statistics.median(100 * one["categories"][name]["score"] for one in reports)
            for name in BARS
        }
        cells = " | ".join(f"{scores[name]:.0f}" for name in BARS)
        print(f"| {page} | {cells} |", flush=True)
        for name, bar in BARS.items():
            if scores[name] < bar:
                below += 1
                print(f"  {name}: {', '.join(_why(reports[-1], name))}")
    return below


def _load(address: str) -> dict[str, dict[str, dict[str, float]]]:
    node = program("node", "to run Lighthouse")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        asked = (
            *("--quiet", "--form-factor=mobile", "--output=json", f"--output-path={report}"),
            *(f"--only-categories={','.join(BARS)}", f"--chrome-flags={FLAGS}"),
        )
        subprocess.run(  # noqa: S603 - our own words
            [node, packages() / "lighthouse/cli/index.js", address, *asked],
            check=True,
            capture_output=True,
            env={**os.environ, "CHROME_PATH": chromium()},
            timeout=180,
        )
        told: dict[str, dict[str, dict[str, float]]] = json.loads(report.read_text())
    return told


def _why(report: dict, category: str) -> list[str]:
    """Name the checks of a category that were not passed and count for something."""
    return [
        report["audits"][ref["id"]]["title"]
        for ref in report["categories"][category]["auditRefs"]
        if ref["weight"]
        and (report["audits"][ref["id"]]["score"] or 0) < 1
        and report["audits"][ref["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual")
    ]
