"""Tables of what was measured, as Markdown under var/test-artefacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path


def write_by_database(
    folder: Path, name: str, columns: Sequence[str], rows: Mapping[tuple[str, str], Sequence[int]]
) -> None:
    """Write `<name>-<database>.md` for each kind of database that is in `rows`."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in {kind for _, kind in rows}:
        lines = [columns, ["---"] * len(columns)]
        lines += [[what, *map(str, found)] for (what, of), found in rows.items() if of == kind]
        text = "".join(f"| {' | '.join(line)} |\n" for line in lines)
        (folder / f"{name}-{kind}.md").write_text(text, encoding="utf-8")
