"""Reading a YAML file that people write: mistakes in Dutch, with line and field."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic_core import ErrorDetails

_MESSAGES = {
    "extra_forbidden": "dit veld bestaat niet; haal het weg of controleer de naam",
    "missing": "ontbreekt; vul het in",
    "model_type": "schrijf hier regels met een veld en een waarde",
    "string_too_long": "mag hoogstens {max_length} tekens lang zijn; maak het korter",
    "string_too_short": "is leeg; vul het in of laat het weg",
    "string_type": "moet tekst zijn; zet er aanhalingstekens om",
    "tuple_type": "moet een lijst zijn; schrijf [een, twee]",
}


class YamlFileError(ValueError):
    """The file cannot be read; the message is Dutch, with the path."""


def read_yaml(path: Path) -> Any:
    """What is in the file, whatever it is; `None` when it is empty.

    Raises:
        YamlFileError: it is not there, or not YAML.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except OSError as error:
        reason = f"niet te lezen ({error.strerror}); bestaat het?"
        raise YamlFileError(f"{path}: {reason}") from error
    except UnicodeDecodeError as error:
        raise YamlFileError(f"{path}: is geen UTF-8; sla het zo op") from error
    except yaml.MarkedYAMLError as error:
        line = f"regel {error.problem_mark.line + 1}: " if error.problem_mark else ""
        reason = f"is geen geldige YAML ({error.problem}); kijk naar inspringen en aanhalingstekens"
        raise YamlFileError(f"{path}: {line}{error.note or reason}") from error
    except yaml.YAMLError as error:
        reason = "heeft een teken dat niet in YAML mag; haal het weg"
        raise YamlFileError(f"{path}: {reason}") from error


def said(error: ErrorDetails, messages: Mapping[str, str]) -> str:
    """One mistake that pydantic found, in Dutch; `messages` by type go before our own."""
    field = ".".join(str(part) for part in error["loc"])
    known = {**_MESSAGES, **messages}
    if error["type"] == "value_error":
        text = str(error["ctx"]["error"])
    elif error["type"] in known:
        text = known[error["type"]].format(**error.get("ctx", {})).replace(" or ", " of ")
    else:
        text = error["msg"]
    return f"{field}: {text}" if field else text


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
