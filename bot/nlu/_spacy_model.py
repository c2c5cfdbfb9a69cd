"""Finding and loading the Dutch spaCy pipeline: our own, or the one that SPACY_MODEL names."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet

if TYPE_CHECKING:
    from spacy.language import Language

OWN_PIPELINE = "nl_ouderwijzer_sm"
"""The pipeline that comes with the project."""
SETTING = "SPACY_MODEL"
"""Environment variable that names another pipeline: an installed package or a folder."""

_ROOT = Path(__file__).resolve().parents[2]
_UNUSED = ["parser", "ner"]
_SENTENCE_PIPES = {"sentencizer", "senter", "parser"}


class SpacyModelError(RuntimeError):
    """The pipeline cannot be used; the message says in Dutch what to do about it."""


@dataclass(frozen=True)
class _Found:
    name: str
    folder: Path
    meta: dict[str, Any]
    package: bool


def chosen_name(configured: str | None = None) -> str:
    """The pipeline to use: SPACY_MODEL if set, else `configured`, else our own."""
    return os.environ.get(SETTING, "").strip() or configured or OWN_PIPELINE


def load(name: str | None = None) -> Language:
    """Load a Dutch pipeline whose documents have lemmas, parts of speech and sentences.

    `name` is our own pipeline (also the default, unless SPACY_MODEL names another), an installed
    package such as `nl_core_news_sm`, or a folder; relative folders start at the project's root.
    Parsers and entity recognisers are left out, because nothing here reads what they make.

    Raises SpacyModelError.
    """
    found = _find(name or chosen_name())
    import spacy  # imports TensorFlow where that is installed: seconds, so only once needed

    try:
        nlp: Language
        if found.package:
            nlp = import_module(found.name).load(exclude=_UNUSED)
        else:
            nlp = spacy.load(found.folder, exclude=_UNUSED)
    except (OSError, ValueError, KeyError, TypeError, ImportError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise SpacyModelError(
            f"{_called(found.name)} kan niet worden geladen ({reason}). {_remedy(found.name)}"
        ) from error
    if not _SENTENCE_PIPES.intersection(nlp.pipe_names):
        nlp.add_pipe("sentencizer", first=True)
    return nlp


def check(name: str | None = None) -> str:
    """Look whether `load` can work, without importing spaCy; the pipeline's name and version.

    Raises SpacyModelError.
    """
    found = _find(name or chosen_name())
    return f"{found.name} {found.meta.get('version', '?')}"


def fingerprint(name: str | None = None) -> str:
    """Name and contents of a pipeline in one string: another string means: train again.

    Raises SpacyModelError.
    """
    found = _find(name or chosen_name())
    return f"{found.name}-{_digest(found.folder)}"


@lru_cache(maxsize=4)
def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            total.update(path.relative_to(folder).as_posix().encode() + b"\0")
            total.update(path.read_bytes())
    return total.hexdigest()[:16]


def _find(name: str) -> _Found:
    folder, package = _folder(name)
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SpacyModelError(
            f"{_called(name)} heeft geen leesbare meta.json. {_remedy(name)}"
        ) from error
    if meta.get("lang") != "nl":
        raise SpacyModelError(f"{_called(name)} is geen Nederlands taalmodel. {_remedy(name)}")
    installed, wanted = version("spacy"), str(meta.get("spacy_version", ""))
    if not _fits(installed, wanted):
        raise SpacyModelError(
            f"{_called(name)} is gemaakt voor spaCy {wanted}; hier draait {installed}. "
            f"{_remedy(name)}"
        )
    if not any("lemmatizer" in pipe for pipe in meta.get("pipeline", [])):
        raise SpacyModelError(f"{_called(name)} maakt geen lemma's. {_remedy(name)}")
    return _Found(name, folder, meta, package)


def _folder(name: str) -> tuple[Path, bool]:
    """Where the pipeline is, and whether as an installed package."""
    if name == OWN_PIPELINE:
        folder = _ROOT / "models" / OWN_PIPELINE
        if not folder.is_dir():
            raise SpacyModelError(f"{_called(name)} ontbreekt in models/. {_remedy(name)}")
        return folder, False
    if name.isidentifier() and (spec := find_spec(name)) and spec.origin:
        return Path(spec.origin).parent, True
    if (folder := _ROOT / name).is_dir():
        return folder, False
    raise SpacyModelError(
        f"{_called(name)} is niet geïnstalleerd en is ook geen map. {_remedy(name)}"
    )


def _fits(installed: str, wanted: str) -> bool:
    try:
        return installed in SpecifierSet(wanted)
    except InvalidSpecifier:
        return False


def _called(name: str) -> str:
    return f"Taalmodel {name}" if name == OWN_PIPELINE else f"{SETTING}={name}"


def _remedy(name: str) -> str:
    if name == OWN_PIPELINE:
        return "Maak het opnieuw met: python -m bot.nlu.spacy_pipeline train"
    return (
        "Installeer in de omgeving van het brein een Nederlands taalmodel voor spaCy 3.4 "
        "(bijvoorbeeld: python -m spacy download nl_core_news_sm), of laat "
        f"{SETTING} leeg: dan wordt {OWN_PIPELINE} gebruikt."
    )
