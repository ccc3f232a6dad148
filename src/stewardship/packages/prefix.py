"""Where the packages of a named environment lie: told from its files, without starting it.

A virtual environment is known by its ``pyvenv.cfg`` (PEP 405): the interpreter in its ``bin``
stands for it, whatever that links to, and ``include-system-site-packages`` adds the packages of
the installation that ``home`` names. Any other interpreter stands for the packages of its own
version under the prefix that it is installed in.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from stewardship.errors import UserError

_CONFIG = "pyvenv.cfg"
_LARGEST = 64 * 1024
_INTERPRETER = re.compile(r"(?:python|pypy)([0-9]+(?:\.[0-9]+)?)?[a-z]*(?:\.exe)?", re.I)
_OWN = "lib*/python{0}/site-packages", "lib/pypy{0}/site-packages"
_DEBIAN = "lib/python3/dist-packages", "local/lib/python{0}/dist-packages"


def roots(named: Path) -> tuple[Path, ...]:
    """The folders to look for packages in; UserError for what is no environment."""
    if named.is_dir():
        return (named, *_system(named))
    if not named.is_file():
        raise UserError(
            f"there is no folder `{named}`",
            hint="name a virtual environment, its site-packages folder, or an interpreter",
        )
    if not _INTERPRETER.fullmatch(named.name):
        raise UserError(
            f"`{named}` is neither a folder nor an interpreter",
            hint="name a virtual environment, such as .venv, or its bin/python",
        )
    prefix = Path(os.path.abspath(named)).parent.parent
    if (prefix / _CONFIG).is_file():
        return (prefix, *_system(prefix))
    real = Path(os.path.realpath(named))
    found = _INTERPRETER.fullmatch(real.name)
    version = (found.group(1) or "") if found else ""
    places = tuple(_installed(real.parent.parent, version))
    if not places:
        raise UserError(f"no packages lie beside `{named}`", hint="name their folder instead")
    return places


def _system(environment: Path) -> Iterator[Path]:
    """The packages of the installation below, where the environment says that it has them too."""
    config = _config(environment / _CONFIG)
    if config.get("include-system-site-packages", "").lower() == "true" and "home" in config:
        version = ".".join((config.get("version") or config.get("version_info", "")).split(".")[:2])
        yield from _installed(Path(config["home"]).parent, version)


def _installed(prefix: Path, version: str) -> Iterator[Path]:
    for pattern in (*_OWN, *_DEBIAN):
        yield from sorted(prefix.glob(pattern.format(version or "*")))


def _config(file: Path) -> Mapping[str, str]:
    """The keys of a ``pyvenv.cfg``, in lower case; nothing where it cannot be read."""
    try:
        with open(file, "rb") as opened:
            text = opened.read(_LARGEST).decode("utf-8", "replace")
    except OSError:
        return {}
    pairs = (line.partition("=") for line in text.splitlines())
    return {key.strip().lower(): value.strip() for key, equals, value in pairs if equals}
