"""Installed packages are read from their metadata, within their folder, and never run."""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stewardship.environment import read_environment
from stewardship.errors import UserError
from stewardship.model import Fragment, Plain

BASE = "Metadata-Version: 2.1\nName: Demo_Pkg\nVersion: 1.10\n"
CLASSIFIER = "Classifier: License :: OSI Approved"
MIT = f"{CLASSIFIER} :: MIT License\n"
BSD = f"{CLASSIFIER} :: BSD License\n"
GPL = f"{CLASSIFIER} :: GNU General Public License v3 (GPLv3)\n"


def site(tmp_path: Path, metadata: str = BASE, entry: str = "demo_pkg-1.10.dist-info") -> Path:
    """A site-packages folder with one package in it."""
    home = tmp_path / "site-packages" / entry
    home.mkdir(parents=True)
    (home / "METADATA").write_text(metadata)
    return home.parent


def only(folder: Path) -> Fragment:
    found = read_environment(folder)
    assert len(found) == 1
    return found[0]


def plain(fragment: Fragment, field: str) -> Plain:
    return fragment.fields[field].plain()


LICENSES = {
    "an expression wins over all else": (
        f"License-Expression: MIT OR Apache-2.0\nLicense: GPL\n{GPL}",
        "MIT OR Apache-2.0",
    ),
    "a text of one line that means something": ("License: Apache 2.0\n", "Apache 2.0"),
    "a text and a coarser classifier agree": (f"License: BSD-3-Clause\n{BSD}", "BSD-3-Clause"),
    "a coarser text gives way to the classifier": (f"License: GPL\n{GPL}", "GPL-3.0-only"),
    "or-later is no contradiction": (f"License: GPL-3.0-or-later\n{GPL}", "GPL-3.0-or-later"),
    "a classifier alone": (MIT, "MIT"),
    "a classifier where the text is unknown": (f"License: UNKNOWN\n{MIT}", "MIT"),
    "a classifier where the text means nothing": (f"License: see LICENSE\n{MIT}", "MIT"),
    "the name above a copyright line": (
        f"License: MIT License\n        \n        Copyright Dana\n{MIT}",
        "MIT License",
    ),
    "the same classifier twice": (MIT + MIT, "MIT"),
    "a text that nobody knows, for want of better": ("License: Dual License\n", "Dual License"),
}
CONFLICTS = {
    "a text and a classifier disagree": f"License: MIT\n{GPL}",
    "one of several classifiers disagrees": f"License: MIT\n{MIT}{GPL}",
    "several classifiers do not say whether they mean AND or OR": MIT + GPL,
}


@pytest.mark.parametrize(("headers", "license"), LICENSES.values(), ids=LICENSES)
def test_the_license_is_told_by(tmp_path: Path, headers: str, license: str) -> None:
    fragment = only(site(tmp_path, BASE + headers))
    assert plain(fragment, "license") == license
    assert fragment.fields["license"].state == "present"


@pytest.mark.parametrize("headers", CONFLICTS.values(), ids=CONFLICTS)
def test_the_license_is_in_conflict_where(tmp_path: Path, headers: str) -> None:
    license = only(site(tmp_path, BASE + headers)).fields["license"]
    assert license.state == "conflicting"
    assert [one.plain() for one in license.candidates] == ["MIT", "GPL-3.0-only"]


def test_a_text_that_does_not_know_says_so(tmp_path: Path) -> None:
    license = only(site(tmp_path, f"{BASE}License: UNKNOWN\n")).fields["license"]
    assert (license.plain(), license.state) == ("UNKNOWN", "unknown")


@pytest.mark.parametrize(
    "headers", ["", f"{CLASSIFIER}\n", "License: MIT License\n        and much more text\n"]
)
def test_no_license_is_made_up(tmp_path: Path, headers: str) -> None:
    assert "license" not in only(site(tmp_path, BASE + headers)).fields


def test_a_conflict_shows_both_places(tmp_path: Path) -> None:
    license = only(site(tmp_path, f"{BASE}License: MIT\n{GPL}")).fields["license"]
    assert [(one.plain(), one.location.line) for one in license.candidates] == [
        ("MIT", 4),
        ("GPL-3.0-only", 5),
    ]


def test_a_package_is_known_by_its_purl_and_keeps_its_raw_fields(tmp_path: Path) -> None:
    headers = "Author-email: dana@acme.example\nSummary: Counts\nProject-URL: no label\n"
    fragment = only(site(tmp_path, f"{BASE}{headers}{MIT}\nLicense: not a header any more\n"))
    assert fragment.kind == "dependency"
    assert (fragment.name, fragment.ids) == ("demo-pkg", ("pkg:pypi/demo-pkg@1.10",))
    assert fragment.fields["version"].location.line == 3
    assert plain(fragment, "declared") == {"classifiers": "MIT License"}
    assert fragment.place.path == "site-packages/demo_pkg-1.10.dist-info/METADATA"


def test_license_texts_are_known_by_their_hash(tmp_path: Path) -> None:
    folder = site(tmp_path, f"{BASE}License-File: LICENSE\nLicense-File: NOTICE\n")
    home = folder / "demo_pkg-1.10.dist-info"
    (home / "licenses").mkdir()
    (home / "licenses" / "LICENSE").write_bytes(b"Be kind.\n")
    (home / "NOTICE").write_bytes(b"By Dana.\n")
    assert plain(only(folder), "license-files") == [
        {"path": "LICENSE", "alg": "sha256", "content": sha256(b"Be kind.\n").hexdigest()},
        {"path": "NOTICE", "alg": "sha256", "content": sha256(b"By Dana.\n").hexdigest()},
    ]


def test_license_texts_that_are_not_listed_are_found_by_name(tmp_path: Path) -> None:
    folder = site(tmp_path)
    (folder / "demo_pkg-1.10.dist-info" / "COPYING.txt").write_bytes(b"x")
    assert plain(only(folder), "license-files") == [
        {"path": "COPYING.txt", "alg": "sha256", "content": sha256(b"x").hexdigest()}
    ]


def test_an_environment_is_searched_where_it_keeps_its_packages(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    site(venv / "lib" / "python3.12")
    (venv / "lib64").symlink_to("lib")
    assert only(venv).name == "demo-pkg"


def test_the_old_form_of_metadata_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "site-packages"
    (folder / "a-1.egg-info").mkdir(parents=True)
    (folder / "a-1.egg-info" / "PKG-INFO").write_text("Name: a\nVersion: 1\nLicense: MIT\n")
    (folder / "b-2.egg-info").write_text("Name: b\nVersion: 2\n")
    assert [one.ids for one in read_environment(folder)] == [("pkg:pypi/a@1",), ("pkg:pypi/b@2",)]


@pytest.mark.parametrize(
    ("metadata", "problem"),
    [("", "no `Name` or no `Version`"), ("Name: demo\n", "no `Name` or no `Version`")],
)
def test_metadata_that_says_too_little_is_a_problem(
    tmp_path: Path, metadata: str, problem: str
) -> None:
    fragment = only(site(tmp_path, metadata))
    assert [problem in one.message for one in fragment.problems] == [True]
    assert fragment.ids == ()


def test_a_package_without_metadata_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "demo-1.0.dist-info").mkdir()
    fragment = only(tmp_path)
    assert fragment.name == "demo"
    assert "no METADATA" in fragment.problems[0].message


def test_links_out_of_the_environment_are_not_followed(tmp_path: Path) -> None:
    outside = site(tmp_path / "elsewhere", f"{BASE}License: MIT\n")
    folder = site(tmp_path, f"{BASE}License-File: secret\n")
    (folder / "linked-1.dist-info").symlink_to(outside / "demo_pkg-1.10.dist-info")
    (tmp_path / "secret").write_text("a secret")
    (folder / "demo_pkg-1.10.dist-info" / "secret").symlink_to(tmp_path / "secret")
    own, linked = read_environment(folder)
    assert "license-files" not in own.fields
    assert "link out of the environment" in linked.problems[0].message


def test_a_named_file_outside_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret")
    folder = site(tmp_path, f"{BASE}License-File: ../../secret\nLicense-File: /etc/hostname\n")
    assert "license-files" not in only(folder).fields


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_place_of_metadata_does_not_block(tmp_path: Path) -> None:
    folder = site(tmp_path)
    (folder / "demo_pkg-1.10.dist-info" / "METADATA").unlink()
    os.mkfifo(folder / "demo_pkg-1.10.dist-info" / "METADATA")
    assert "no METADATA" in only(folder).problems[0].message


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_folder_without_packages_is_a_mistake_of_the_call(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError) as raised:
        read_environment(tmp_path / name)
    assert raised.value.hint


def test_nothing_of_the_environment_is_imported(tmp_path: Path) -> None:
    folder = site(tmp_path)
    (folder / "demo_pkg.py").write_text("raise SystemExit('imported')\n")
    (folder / "sitecustomize.py").write_text("raise SystemExit('imported')\n")
    before = set(sys.modules)
    only(folder)
    assert not {name for name in set(sys.modules) - before if name.startswith("demo")}


def test_our_own_environment_has_an_answer_for_every_package() -> None:
    found = {one.name: one for one in read_environment(Path(sys.prefix))}
    assert not [one for one in found.values() if one.problems]
    assert plain(found["pip-licenses"], "license") == "MIT"
    assert plain(found["packaging"], "license") == "Apache-2.0 OR BSD-2-Clause"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_any_metadata_has_an_answer(tmp_path: Path, content: bytes) -> None:
    home = tmp_path / "site-packages" / "demo-1.dist-info"
    home.mkdir(parents=True, exist_ok=True)
    (home / "METADATA").write_bytes(BASE.encode() + content)
    fragment = only(home.parent)
    assert fragment.name in ("demo-pkg", "demo")
