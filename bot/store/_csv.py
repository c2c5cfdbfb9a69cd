"""Reading the CSV files of the registry, remembering every problem with its file and line."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import phonenumbers
from stdnum.exceptions import ValidationError
from stdnum.nl import postcode as nl_postcode

_EMAIL = re.compile(r"[a-z0-9][a-z0-9._%+-]*@(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
_PARTIAL_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_OLDEST_YEAR = 2010


@dataclass(frozen=True, order=True)
class Problem:
    """Something an editor must repair. Prints as `file:line: reason`."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass
class Table:
    """One file, read: its rows, and the digest by which a change is noticed."""

    file: str
    sha256: str = ""
    rows: list[Row] = field(default_factory=list)


class Row:
    """One row. Each method reads a column, and notes a problem when it does not fit.

    After a problem the method gives what is there anyway, so that one run finds everything.
    """

    def __init__(self, file: str, line: int, values: dict[str, str], problems: list[Problem]):
        self.file = file
        self.line = line
        self._values = values
        self._problems = problems

    def problem(self, reason: str) -> None:
        """Note that something is wrong in this row."""
        self._problems.append(Problem(self.file, self.line, reason))

    def optional(self, column: str) -> str | None:
        """The text of a column, or None when it is empty."""
        return self._values[column] or None

    def text(self, column: str, longest: int | None = None) -> str:
        """The text of a column that may not be empty."""
        value = self._values[column]
        if not value:
            self.problem(f"{column} is leeg")
        elif longest and len(value) > longest:
            self.problem(f"{column} is langer dan {longest} tekens")
        return value

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """One of a few words."""
        value = self.text(column)
        if value and value not in allowed:
            self.problem(f"{column} '{value}' moet een van deze zijn: {', '.join(allowed)}")
        return value

    def matching(self, column: str, pattern: str, what: str) -> str:
        """A text of a fixed form; `what` describes the form in Dutch."""
        value = self.text(column)
        if value and not re.fullmatch(pattern, value):
            self.problem(f"{column} '{value}' is geen {what}")
        return value

    def listed(self, column: str) -> tuple[str, ...]:
        """The parts of a column between semicolons, each once."""
        value = self._values[column]
        parts = tuple(part.strip() for part in value.split(";")) if value else ()
        if "" in parts or len(set(parts)) < len(parts):
            self.problem(f"{column} '{value}' heeft een leeg of dubbel deel")
        return tuple(dict.fromkeys(part for part in parts if part))

    def date(self, column: str, whole: bool = False) -> str:
        """A date; without `whole` a month or a year will do."""
        value = self.text(column)
        if not value:
            return value
        form = "JJJJ-MM-DD" if whole else "JJJJ, JJJJ-MM of JJJJ-MM-DD"
        try:
            if not _PARTIAL_DATE.fullmatch(value) or (whole and len(value) < 10):
                raise ValueError
            day = date.fromisoformat(f"{value}-01-01"[:10])
        except ValueError:
            self.problem(f"{column} '{value}' is geen datum ({form})")
            return value
        if not _OLDEST_YEAR <= day.year <= date.today().year + 1:
            self.problem(f"{column} '{value}' ligt niet tussen {_OLDEST_YEAR} en volgend jaar")
        return value

    def phone(self, column: str) -> str | None:
        """A Dutch telephone number, as people write it."""
        value = self.optional(column)
        if value:
            try:
                valid = phonenumbers.is_valid_number(phonenumbers.parse(value, "NL"))
            except phonenumbers.NumberParseException:
                valid = False
            if not valid:
                self.problem(f"{column} '{value}' is geen Nederlands telefoonnummer")
        return value

    def email(self, column: str) -> str | None:
        """An e-mail address."""
        value = self.optional(column)
        if value and not _EMAIL.fullmatch(value):
            self.problem(f"{column} '{value}' is geen e-mailadres")
        return value

    def website(self, column: str) -> str | None:
        """A web address, complete with http(s)://."""
        value = self.optional(column)
        if value:
            parts = urlsplit(value)
            fits = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc)
            if not fits or re.search(r"\s", value):
                self.problem(f"{column} '{value}' is geen webadres (https://...)")
        return value

    def postcode(self, column: str) -> str | None:
        """A whole postcode, as "3512 JE"."""
        value = self.optional(column)
        if value:
            try:
                return nl_postcode.validate(value)
            except ValidationError:
                self.problem(f"{column} '{value}' is geen postcode")
        return value

    def yes(self, column: str, when: str) -> bool:
        """`ja` or `nee`, filled in exactly when the column `when` is."""
        value = self._values[column]
        if self._values[when]:
            return self.choice(column, ("ja", "nee")) == "ja"
        if value:
            self.problem(f"{column} is '{value}', maar {when} is leeg")
        return False


def read_table(path: Path, columns: Sequence[str], problems: list[Problem]) -> Table:
    """Read a file that must have exactly these columns, in any order."""
    table = Table(path.name)
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = "bestand ontbreekt" if isinstance(error, FileNotFoundError) else "niet te lezen"
        problems.append(Problem(path.name, 1, reason))
        return table
    table.sha256 = hashlib.sha256(content).hexdigest()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.append(Problem(path.name, line, "is geen UTF-8"))
        return table
    table.rows.extend(_rows(path.name, text, columns, problems))
    return table


def _rows(file: str, text: str, columns: Sequence[str], problems: list[Problem]) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        header = next(reader, [])
        wrong = [f"kolom '{name}' ontbreekt" for name in columns if name not in header]
        wrong += [f"kolom '{name}' is onbekend" for name in header if name not in columns]
        wrong += [] if len(set(header)) == len(header) else ["een kolom komt twee keer voor"]
        if wrong:
            problems.extend(Problem(file, 1, reason) for reason in wrong)
            return
        line = reader.line_num + 1
        for values in reader:
            if len(values) == len(header):
                stripped = (value.strip() for value in values)
                yield Row(file, line, dict(zip(header, stripped, strict=True)), problems)
            elif values:
                reason = f"{len(values)} kolommen in plaats van {len(header)}"
                problems.append(Problem(file, line, reason))
            line = reader.line_num + 1
    except csv.Error:
        problems.append(Problem(file, line, "aanhalingstekens kloppen niet"))
