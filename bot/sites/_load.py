"""Reading `sites.yml`: every mistake at once, in Dutch, with the site and the field."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.content import load_catalogue
from bot.settings import ROOT
from bot.sites._site import Known, Site

_MESSAGES = {
    "extra_forbidden": "dit veld bestaat niet; haal het weg of controleer de naam",
    "literal_error": "kies {expected} (of laat het weg)",
    "missing": "ontbreekt; vul het in",
    "model_type": "schrijf hier regels met een veld en een waarde",
    "string_pattern_mismatch": (
        "de naam van een site mag alleen kleine letters, cijfers en streepjes hebben, en hoogstens "
        "40 tekens"
    ),
    "string_too_long": "mag hoogstens {max_length} tekens lang zijn; maak het korter",
    "string_too_short": "is leeg; vul het in of laat het weg",
    "string_type": "moet tekst zijn; zet er aanhalingstekens om",
    "too_long": "hier mogen er hoogstens {max_length} staan; haal er weg",
    "tuple_type": "moet een lijst zijn; schrijf [een, twee]",
}


class SitesError(ValueError):
    """The sites cannot be read; `problems` are Dutch sentences, one per mistake."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Sites(Mapping[str, Site]):
    """All sites by id, in the order of the file."""

    def __init__(self, sites: Mapping[str, Site]) -> None:
        self._sites = dict(sites)

    def __getitem__(self, id: str) -> Site:
        return self._sites[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sites)

    def __len__(self) -> int:
        return len(self._sites)


def load_sites(path: Path, data: Path = ROOT / "data") -> Sites:
    """Read and check the file; `data` has the topics and samenwerkingsverbanden.

    Raises:
        SitesError: something in it must be repaired, or it cannot be read.
        OSError, KeyError: `data` cannot be read.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except OSError as error:
        raise SitesError([f"{path}: niet te lezen ({error.strerror}); bestaat het?"]) from error
    except UnicodeDecodeError as error:
        raise SitesError([f"{path}: is geen UTF-8; sla het zo op"]) from error
    except yaml.MarkedYAMLError as error:
        line = f"regel {error.problem_mark.line + 1}: " if error.problem_mark else ""
        reason = f"is geen geldige YAML ({error.problem}); kijk naar inspringen en aanhalingstekens"
        raise SitesError([f"{path}: {line}{error.note or reason}"]) from error
    except yaml.YAMLError as error:
        raise SitesError([f"{path}: heeft een teken dat niet in YAML mag; haal het weg"]) from error
    if not isinstance(content, dict) or not content:
        raise SitesError([f"{path}: hier staat geen site; begin met een naam en een dubbele punt"])
    known = _known(data)
    sites: dict[str, Site] = {}
    problems: list[str] = []
    for id_, fields in content.items():
        try:
            sites[id_] = _site(id_, fields, known)
        except ValidationError as error:
            problems += (f"site {id_}: {_said(found)}" for found in error.errors())
    if problems:
        raise SitesError(problems)
    return Sites(sites)


def _site(id_: Any, fields: Any, known: Known) -> Site:
    if isinstance(fields, dict):
        fields = {**fields, "id": id_}
    return Site.model_validate(fields, context=known)


def _said(error: ErrorDetails) -> str:
    field = ".".join(str(part) for part in error["loc"])
    if error["type"] == "value_error":
        text = str(error["ctx"]["error"])
    elif error["type"] in _MESSAGES:
        text = _MESSAGES[error["type"]].format(**error.get("ctx", {})).replace(" or ", " of ")
    else:
        text = error["msg"]
    return f"{field}: {text}" if field else text


def _known(data: Path) -> Known:
    with (data / "swv/swv.csv").open(encoding="utf-8-sig", newline="") as lines:
        merged = {row["code"]: row["merged_into"].strip() for row in csv.DictReader(lines)}
    topics = frozenset(
        label.name
        for label in load_catalogue(data / "topics.csv").values()
        if label.is_topic and (data / "responses" / label.folder / f"{label.name}.yml").exists()
    )
    return Known(
        swv=frozenset(code for code, into in merged.items() if not into),
        merged={code: into for code, into in merged.items() if into},
        topics=topics,
    )


class _Loader(yaml.SafeLoader):
    """PyYAML that refuses a name that stands twice; it would silently take the last one."""


def _without_doubles(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[str] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value in seen:
            reason = f"'{key.value}' staat er twee keer; haal er een weg"
            raise yaml.MarkedYAMLError(problem_mark=key.start_mark, note=reason)
        seen.add(str(key.value))
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _without_doubles)
