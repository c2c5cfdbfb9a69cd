"""A released version never changes, because pages of schools name it with its SRI value."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.widget import FOLDER, ReleaseError, load_releases, newest
from bot.widget._releases import release

from .conftest import Add

# The hash of nothing, as FIPS 180-4's examples and `openssl dgst -sha384` have it.
SRI_OF_NOTHING = "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"


def test_the_versions_of_the_project_are_what_they_were() -> None:
    releases = load_releases()
    assert "v1" in releases
    assert newest(releases).body


def test_the_value_is_that_of_the_file(folder: Path, add: Add) -> None:
    add("v1", b"")
    (found,) = load_releases(folder).values()
    assert found.sri == SRI_OF_NOTHING
    assert (found.path, found.body) == ("/widget/v1/ouderwijzer.js", b"")


def test_only_folders_of_versions_with_a_file_count_and_numbers_are_numbers(
    folder: Path, add: Add
) -> None:
    for version in ("v10", "v1.10", "v2", "v1", "v1.9", "v1x", "version1", "oud"):
        add(version)
    (folder / "v3").mkdir()
    releases = load_releases(folder)
    assert list(releases) == ["v1", "v1.9", "v1.10", "v2", "v10"]
    assert newest(releases).version == "v10"


def test_without_a_version_it_says_how_to_make_one(folder: Path) -> None:
    with pytest.raises(ReleaseError, match="make widget"):
        newest(load_releases(folder))


def test_a_version_is_released_once(folder: Path, add: Add) -> None:
    add("v1")
    assert not load_releases(folder)["v1"].released
    made = release("v1", folder)
    assert made.released
    assert load_releases(folder)["v1"] == made
    noted = (folder / "releases.yml").read_bytes()
    with pytest.raises(ReleaseError, match="al uitgebracht"):
        release("v1", folder)
    assert (folder / "releases.yml").read_bytes() == noted


def test_a_new_version_leaves_the_old_ones_as_they_are(folder: Path, add: Add) -> None:
    add("v1")
    old = release("v1", folder)
    add("v1.1", b"// another\n")
    release("v1.1", folder)
    releases = load_releases(folder)
    assert releases["v1"] == old
    assert [each.released for each in releases.values()] == [True, True]
    assert newest(releases).version == "v1.1"


def test_a_version_in_the_making_may_change(folder: Path, add: Add) -> None:
    add("v1")
    release("v1", folder)
    add("v2", b"// begin\n")
    add("v2", b"// better\n")
    assert load_releases(folder)["v2"].body == b"// better\n"


@pytest.mark.parametrize("change", ["other", "line ends", "gone"])
def test_a_released_file_that_is_not_what_it_was_stops_everything(
    folder: Path, add: Add, change: str
) -> None:
    file = add("v1")
    add("v2")
    release("v1", folder)
    if change == "gone":
        file.unlink()
    else:
        file.write_bytes({"other": b"// a widget.\n", "line ends": b"// a widget\r\n"}[change])
    with pytest.raises(ReleaseError, match=r"^v1/ouderwijzer\.js is uitgebracht"):
        load_releases(folder)
    for version in ("v1", "v2"):
        with pytest.raises(ReleaseError):
            release(version, folder)


@pytest.mark.parametrize("version", ["v2", "src", "../widget/v1", ".", ""])
def test_what_is_no_version_is_not_released(folder: Path, add: Add, version: str) -> None:
    add("v1")
    with pytest.raises(ReleaseError, match="bestaat niet"):
        release(version, folder)
    assert not (folder / "releases.yml").exists()


@pytest.mark.parametrize(
    "content", [b"- v1", b"v1", b"v1: 5", b"1: sha384-x", b"v1: [", b"v1: {a: b}", b"v1: \xff"]
)
def test_a_damaged_list_is_refused(folder: Path, add: Add, content: bytes) -> None:
    add("v1")
    (folder / "releases.yml").write_bytes(content)
    with pytest.raises(ReleaseError, match=r"releases\.yml klopt niet"):
        load_releases(folder)


def test_the_project_has_nothing_but_versions_and_source_beside_its_code() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()} - {"__pycache__", "src"}
    assert folders == set(load_releases())
