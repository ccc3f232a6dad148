"""Addresses of licenses, as manifests write them, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.license_urls import license_at
from stewardship.vocabulary.licenses import resolve

KNOWN = {
    "https://spdx.org/licenses/CC-BY-4.0": "CC-BY-4.0",
    "https://spdx.org/licenses/MIT.html": "MIT",
    "https://choosealicense.com/licenses/apache-2.0/": "apache-2.0",
    "https://choosealicense.com/licenses/cc-by-sa-4.0/": "cc-by-sa-4.0",
    "https://creativecommons.org/licenses/by/4.0/": "CC-BY-4.0",
    "https://creativecommons.org/licenses/by-nc-sa/4.0/legalcode": "CC-BY-NC-SA-4.0",
    "http://creativecommons.org/licenses/by/3.0/us/": "CC-BY-3.0-US",
    "https://creativecommons.org/licenses/by/4.0/deed.en": "CC-BY-4.0",
    "https://www.creativecommons.org/publicdomain/zero/1.0/": "CC0-1.0",
    "https://opensource.org/licenses/MIT": "MIT",
    "https://opensource.org/license/mit": "mit",
    "https://www.apache.org/licenses/LICENSE-2.0.txt": "Apache-2.0",
    "https://www.gnu.org/licenses/gpl-3.0.en.html": "gpl-3.0",
    "https://opendatacommons.org/licenses/odbl/1-0/": "ODbL-1.0",
    "https://cdla.dev/permissive-2-0/": "CDLA-Permissive-2.0",
}


@pytest.mark.parametrize(("url", "license"), KNOWN.items(), ids=KNOWN)
def test_the_page_of_a_license_names_it(url: str, license: str) -> None:
    assert license_at(url) == license
    assert resolve(license).kind == "license"


def test_what_the_hub_exports_for_no_license_says_so() -> None:
    assert license_at("https://choosealicense.com/licenses/undefined/") == "undefined"
    assert license_at("https://spdx.org/licenses/undefined") == ""


@pytest.mark.parametrize(
    "url",
    [
        "https://choosealicense.com/licenses/",
        "https://creativecommons.org/licenses/by/",
        "https://creativecommons.org/licenses/by/9.9/",
        "https://opendatacommons.org/licenses/other/1-0/",
        "https://evil.example/licenses/MIT",
        "https://spdx.org.evil.example/licenses/MIT",
        "ftp://spdx.org/licenses/MIT",
        "https://spdx.org/rdf/MIT",
        "https://commoncrawl.org/terms-of-use",
        "https://[spdx.org/licenses/MIT",
        "MIT",
        "",
    ],
)
def test_no_other_address_does(url: str) -> None:
    assert license_at(url) == ""


@given(st.text(max_size=60))
def test_any_path_is_answered(path: str) -> None:
    for host in ("spdx.org/licenses", "creativecommons.org", "cdla.dev", "gnu.org/licenses"):
        found = license_at(f"https://{host}/{path}")
        assert not found or resolve(found).kind == "license"
