"""Classifiers are turned into what the license vocabulary can look up, or left as they are."""

from __future__ import annotations

import pytest

from stewardship.vocabulary import classifiers
from stewardship.vocabulary.classifiers import license_name, meaning
from stewardship.vocabulary.licenses import resolve

# PEP 639 maps these to several ids, and the vocabulary has no word for the family.
OPEN = {"AFL", "Artistic", "ZPL"}


@pytest.mark.parametrize("declared", sorted(set(classifiers._MEANING.values()) - OPEN))
def test_what_a_classifier_means_can_be_looked_up(declared: str) -> None:
    assert resolve(declared).kind in ("license", "family")


@pytest.mark.parametrize(
    ("classifier", "name"),
    [
        ("License :: OSI Approved :: MIT License", "MIT License"),
        ("License :: Public Domain", "Public Domain"),
        ("License :: OSI Approved", None),
        ("License", None),
        ("Programming Language :: Python", None),
        ("License :: OSI Approved :: BSD License ", "BSD License"),
    ],
)
def test_the_last_part_names_the_license(classifier: str, name: str | None) -> None:
    assert license_name(classifier) == name


def test_an_ambiguous_name_is_its_family_and_an_unknown_one_itself() -> None:
    assert meaning("BSD License") == "BSD"
    assert meaning("Acme Public License") == "Acme Public License"
