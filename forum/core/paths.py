"""Where the forum's own templates, static files and migrations lie.

In an installed forum they travel inside the package; in a checkout they lie beside it.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
INSTALLED = PACKAGE / "_data"


def data_dir(name: str) -> Path:
    """Return the folder `templates`, `static` or `migrations`."""
    inside = INSTALLED / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def data_module(name: str) -> str:
    """Return the name under which that folder is imported."""
    return f"forum._data.{name}" if (INSTALLED / name).is_dir() else name
