"""What a JUnit document may hold: the part of Jenkins' junit-10 that Stewardship writes.

Stricter than that schema: nothing else may occur, and the counts have to be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

NUMBER = re.compile(r"\d+")
TIME = re.compile(r"\d+(\.\d{3})?")
COUNTS = {"tests": NUMBER, "failures": NUMBER, "errors": NUMBER}
ANY = re.compile(".*", re.DOTALL)
# Attributes, all required, and children.
SHAPES: dict[str, tuple[dict[str, re.Pattern[str]], frozenset[str]]] = {
    "testsuites": ({"name": ANY, "time": TIME, **COUNTS}, frozenset({"testsuite"})),
    "testsuite": (
        {"name": ANY, "time": TIME, "skipped": NUMBER, **COUNTS},
        frozenset({"testcase"}),
    ),
    "testcase": (
        {"name": ANY, "classname": ANY, "time": TIME},
        frozenset({"failure", "error", "skipped", "system-out"}),
    ),
    "failure": ({"message": ANY, "type": ANY}, frozenset()),
    "error": ({"message": ANY, "type": ANY}, frozenset()),
    "skipped": ({"message": ANY}, frozenset()),
    "system-out": ({}, frozenset()),
}
COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def mistakes(document: str) -> list[str]:
    """What is wrong with a document; empty when it is well-formed, allowed and counted right."""
    try:
        root = ElementTree.fromstring(document)
    except ElementTree.ParseError as error:
        return [f"not well-formed: {error}"]
    wrong = [] if root.tag == "testsuites" else [f"the root is {root.tag}"]
    return wrong + [said for element in root.iter() for said in _element(element)]


def _element(element: Element) -> Iterator[str]:
    attributes, children = SHAPES.get(element.tag, ({}, frozenset()))
    if element.tag not in SHAPES:
        yield f"there is no {element.tag}"
    if set(element.attrib) != set(attributes):
        yield f"{element.tag} has the attributes {sorted(element.attrib)}"
    for name, value in element.attrib.items():
        if name in attributes and not attributes[name].fullmatch(value):
            yield f"{element.tag} says {name}={value}"
    for child in element:
        if child.tag not in children:
            yield f"{child.tag} is no part of {element.tag}"
    if children and (element.text or "").strip():
        yield f"{element.tag} holds text"
    if element.tag == "testcase" and len(element) > 1:
        yield "a test case has more than one outcome"
    if "tests" in element.attrib:
        yield from _counts(element)


def _counts(element: Element) -> Iterator[str]:
    if element.get("tests") != str(len(list(element.iter("testcase")))):
        yield f"{element.tag} counts {element.get('tests')} tests"
    for name, tag in COUNTED.items():
        stated = element.get(name)
        if stated is not None and stated != str(len(list(element.iter(tag)))):
            yield f"{element.tag} counts {stated} {name}"
