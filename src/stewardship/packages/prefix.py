"""Where the packages of a named environment lie: told from its files, without starting it.

A virtual environment is known by its ``pyvenv.cfg`` (PEP 405): the interpreter in its ``bin``
stands for it, whatever that links to, and ``include-system-site-packages`` adds the packages of
the installation that ``home`` names. Any other interpreter stands for the packages of its own
version under the prefix that it is installed in.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Mapping

from stewardship.errors import UserError

_CONFIG = "pyvenv.cfg"
_LARGEST = 64 * 1024
_INTERPRETER = re.compile(r"(?:python|pypy)([0-9]+(?:\.[0-9]+)?)?[a-z]*(?:\.exe)?", re.I)
_OWN = "lib*/python{0}/site-packages", "lib/pypy{0}/site-packages"
_DEBIAN = "lib/python3/dist-packages", "local/lib/python{0}/dist-packages"


def roots(named: str | os.PathLike[str]) -> tuple[str, ...]:
    """The folders to look for packages in; UserError for what is no environment."""
    named = os.fspath(named)
    if os.path.isdir(named):
        return (named, *_system(named))
    if not os.path.isfile(named):
        raise UserError(
            f"there is no folder `{named}`",
            hint="name a virtual environment, its site-packages folder, or an interpreter",
        )
    if not _INTERPRETER.fullmatch(os.path.basename(named)):
        raise UserError(
            f"`{named}` is neither a folder nor an interpreter",
            hint="name a virtual environment, such as .venv, or its bin/python",
        )
    prefix = os.path.dirname(os.path.dirname(os.path.abspath(named)))
    if os.path.isfile(os.path.join(prefix, _CONFIG)):
        return (prefix, *_system(prefix))
    real = os.path.realpath(named)
    found = _INTERPRETER.fullmatch(os.path.basename(real))
    version = (found.group(1) or "") if found else ""
    places = tuple(_installed(os.path.dirname(os.path.dirname(real)), version))
    if not places:
        raise UserError(f"no packages lie beside `{named}`", hint="name their folder instead")
    return places


def _system(environment: str) -> Iterator[str]:
    """The packages of the installation below, where the environment says that it has them too."""
    config = _config(os.path.join(environment, _CONFIG))
    if config.get("include-system-site-packages", "").lower() == "true" and "home" in config:
        version = ".".join((config.get("version") or config.get("version_info", "")).split(".")[:2])
        yield from _installed(os.path.dirname(config["home"].rstrip("/\\")), version)


def _installed(prefix: str, version: str) -> Iterator[str]:
    for pattern in (*_OWN, *_DEBIAN):
        yield from sorted(below(prefix, pattern.format(version or "*")))


def below(folder: str, pattern: str) -> list[str]:
    """What lies in a folder in a place of this pattern."""
    return [os.path.join(folder, name) for name in glob.glob(pattern, root_dir=folder)]


def _config(file: str) -> Mapping[str, str]:
    """The keys of a ``pyvenv.cfg``, in lower case; nothing where it cannot be read."""
    try:
        with open(file, "rb") as opened:
            text = opened.read(_LARGEST).decode("utf-8", "replace")
    except OSError:
        return {}
    pairs = (line.partition("=") for line in text.splitlines())
    return {key.strip().lower(): value.strip() for key, equals, value in pairs if equals}
