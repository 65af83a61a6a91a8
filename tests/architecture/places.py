"""Where the parts of the house lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted((ROOT / "forum").rglob("*.py"))
TEMPLATES = ROOT / "templates"
