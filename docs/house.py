"""Draw docs/house.svg from the imports themselves: the floors, and which package needs which."""

from __future__ import annotations

import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
WIDTH, FLOOR, ROOM, HEIGHT = 960, 56, 128, 32
STYLE = """
  text { font: 15px system-ui, sans-serif; text-anchor: middle; fill: #1b1b1b }
  rect { fill: #fbf7ee; stroke: #5b5446 }
  path { fill: none; stroke: #7a7262; stroke-opacity: .35 }
"""


def floors() -> list[list[str]]:
    """Return the packages of each floor, the highest first, as the contract has them."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contract = config["tool"]["importlinter"]["contracts"][0]
    built = {file.stem for file in (ROOT / "forum").iterdir()}
    named = ([name.strip(" ()") for name in floor.split("|")] for floor in contract["layers"])
    return [there for floor in named if (there := [name for name in floor if name in built])]


def imports(packages: set[str]) -> set[tuple[str, str]]:
    """Return each pair (importer, imported) of different packages."""
    graph = grimp.build_graph("forum")
    pairs = set()
    for module in graph.modules:
        above = module.split(".")[1:2]
        for found in graph.find_modules_directly_imported_by(module):
            below = found.split(".")[1:2]
            if above and below and above != below and packages >= {*above, *below}:
                pairs.add((above[0], below[0]))
    return pairs


def draw() -> str:
    """Return the picture."""
    places = {
        name: (WIDTH * (at + 1) // (len(floor) + 1), FLOOR * number + FLOOR // 2)
        for number, floor in enumerate(floors())
        for at, name in enumerate(floor)
    }
    lines, rooms = [], []
    for above, below in sorted(imports(set(places))):
        (x, y), (to_x, to_y) = places[above], places[below]
        bend = (to_y - y) * (1 if sum(map(ord, above + below)) % 2 else -1)
        lines.append(
            f'  <path d="M{x} {y} Q{(x + to_x) // 2 + bend} {(y + to_y) // 2} {to_x} {to_y}"/>'
        )
    for name, (x, y) in places.items():
        box = f'x="{x - ROOM // 2}" y="{y - HEIGHT // 2}" width="{ROOM}" height="{HEIGHT}" rx="4"'
        rooms.append(f'  <rect {box}/><text x="{x}" y="{y + 5}">{name}</text>')
    size = f"0 0 {WIDTH} {FLOOR * len(floors())}"
    title = "<title>Each package imports only from floors below its own</title>"
    body = "\n".join([*lines, *rooms])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="img">{title}\n'
        f"<style>{STYLE}</style>\n{body}\n</svg>\n"
    )


if __name__ == "__main__":
    (ROOT / "docs" / "house.svg").write_text(draw())
