"""``steward licenses notice``: the notices and license texts that packages ask to be handed on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from stewardship.cli.output import write
from stewardship.errors import UserError
from stewardship.packages import Package
from stewardship.packages.compare import shown
from stewardship.packages.texts import Texts

RULE = "-" * 78


@click.command("notice")
@click.option("--environment", type=Path, metavar="DIR|PYTHON",
              help="An environment, its site-packages, or an interpreter (not run).")  # fmt: skip
@click.option("--lock", type=Path, metavar="FILE", help="A license lock; this repository's own.")
@click.option("--all", "everything", is_flag=True, help="What only development uses as well.")
@click.option("--output", type=Path, metavar="FILE", help="Write to a file, not to the terminal.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(
    environment: Path | None,
    lock: Path | None,
    everything: bool,
    output: Path | None,
    root: Path | None,
) -> None:
    """Write a NOTICE of the packages that are used: name, version, license, authors, texts.

    The packages are those of the license lock, where there is one, without what is for
    development only; the texts come from the environment. A lock alone has no texts in it.
    """
    from stewardship.cli.licenses.listing import locked

    used = locked(lock, root, needed=environment is None)
    texts = _texts(environment) if environment is not None else {}
    packages = used if used is not None else [package for package, _ in texts.values()]
    kept = [one for one in packages if everything or one.scope != "dev"]
    if not kept:
        raise UserError("there is no package to give notice of", None, "name an `--environment`")
    content = "\n".join(_lines(kept, texts)) + "\n"
    if output is not None:
        write(output, content.encode("utf-8", "backslashreplace"))
    else:
        from stewardship.reporters.clean import terminal

        for line in content.splitlines():
            click.echo(terminal(line))
    missing = [one.name for one in kept if texts and one.purl not in texts]
    if missing:
        click.echo(f"without texts, since they are not installed: {', '.join(missing)}", err=True)


def _texts(environment: Path) -> dict[str, tuple[Package, Texts]]:
    """The packages of an environment by package URL, with the texts that pip-licenses finds."""
    from stewardship.packages.installed import read_installed
    from stewardship.packages.texts import read_texts

    installed = [one for one in read_installed(environment) if not one.problem]
    found = zip(installed, read_texts(installed), strict=True)
    packages = ((one.package(texts.licenses), texts) for one, texts in found)
    return {package.purl: (package, texts) for package, texts in packages}


def _lines(packages: Sequence[Package], texts: dict[str, tuple[Package, Texts]]) -> Iterator[str]:
    yield "Third-party software"
    yield ""
    yield f"This product uses {len(packages)} packages under licenses of their own."
    for package in sorted(packages, key=lambda one: (one.name, one.version)):
        _, found = texts.get(package.purl, (package, None))
        yield ""
        yield RULE
        yield f"{package.name} {package.version}"
        yield f"License: {shown(package)}"
        if found:
            yield from _handed_on(found)


def _handed_on(texts: Texts) -> Iterator[str]:
    if texts.author:
        yield f"Author: {texts.author}"
    if texts.homepage:
        yield f"Home page: {texts.homepage}"
    for name, text in (*texts.licenses, *texts.notices, *texts.authors):
        yield ""
        yield f"[{name}]"
        yield ""
        yield from text.replace("\f", "").expandtabs().strip("\n").split("\n")
