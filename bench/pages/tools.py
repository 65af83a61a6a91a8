"""The judges that are no Python: installed with npm on first use, outside what the forum needs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from bench.live.machines import WORKSHOP, Missing

FOLDER = WORKSHOP / "pages"
PACKAGES = ("vnu-jar@26", "lighthouse@12")

__all__ = ["Missing", "chromium", "packages", "program"]


def program(name: str, why: str) -> str:
    """Return where a program of this machine lies; if it has none, say what it is needed for."""
    found = shutil.which(name)
    if found is None:
        raise Missing(f"{name} was not found: install it {why}.")
    return found


def chromium() -> str:
    """Return where Chromium lies."""
    return shutil.which("chromium-browser") or program("chromium", "to look at pages")


def packages() -> Path:
    """Return the folder of the installed packages."""
    modules = FOLDER / "node_modules"
    if all((modules / one.partition("@")[0]).exists() for one in PACKAGES):
        return modules
    npm = program("npm", "to fetch the checker and Lighthouse")
    FOLDER.mkdir(parents=True, exist_ok=True)
    print("Installing the Nu checker and Lighthouse into .bench/pages", flush=True)
    done = subprocess.run(  # noqa: S603 - our own words
        [npm, "install", "--no-audit", "--no-fund", "--prefix", str(FOLDER), *PACKAGES],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"},
    )
    if done.returncode:
        why = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
        raise Missing(f"npm could not install them ({''.join(why[:1])}).")
    return modules
