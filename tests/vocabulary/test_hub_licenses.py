"""The license ids and names of the Hugging Face Hub: each means a license, a family or nothing."""

from __future__ import annotations

import pytest

from stewardship.vocabulary import hub_licenses, spdx
from stewardship.vocabulary.licenses import category, resolve

# All 83 ids of the hub: what each resolves to, and the category that this has.
HUB = """
apache-2.0                Apache-2.0                              permissive
mit                       MIT                                     permissive
openrail                  family                                  responsible-ai
bigscience-openrail-m     LicenseRef-scancode-bigscience-open-rail-m responsible-ai
creativeml-openrail-m     LicenseRef-scancode-stable-diffusion-2022-08-22 responsible-ai
bigscience-bloom-rail-1.0 LicenseRef-scancode-bigscience-rail-1.0 responsible-ai
bigcode-openrail-m        LicenseRef-scancode-bigcode-open-rail-m-v1 responsible-ai
afl-3.0                   AFL-3.0                                 permissive
artistic-2.0              Artistic-2.0                            weak-copyleft
bsl-1.0                   BSL-1.0                                 permissive
bsd                       family                                  permissive
bsd-2-clause              BSD-2-Clause                            permissive
bsd-3-clause              BSD-3-Clause                            permissive
bsd-3-clause-clear        BSD-3-Clause-Clear                      permissive
c-uda                     C-UDA-1.0                               source-available
cc                        family                                  unstated
cc0-1.0                   CC0-1.0                                 public-domain
cc-by-2.0                 CC-BY-2.0                               permissive
cc-by-2.5                 CC-BY-2.5                               permissive
cc-by-3.0                 CC-BY-3.0                               permissive
cc-by-4.0                 CC-BY-4.0                               permissive
cc-by-sa-3.0              CC-BY-SA-3.0                            weak-copyleft
cc-by-sa-4.0              CC-BY-SA-4.0                            weak-copyleft
cc-by-nc-2.0              CC-BY-NC-2.0                            non-commercial
cc-by-nc-3.0              CC-BY-NC-3.0                            non-commercial
cc-by-nc-4.0              CC-BY-NC-4.0                            non-commercial
cc-by-nd-4.0              CC-BY-ND-4.0                            source-available
cc-by-nc-nd-3.0           CC-BY-NC-ND-3.0                         non-commercial
cc-by-nc-nd-4.0           CC-BY-NC-ND-4.0                         non-commercial
cc-by-nc-sa-2.0           CC-BY-NC-SA-2.0                         non-commercial
cc-by-nc-sa-3.0           CC-BY-NC-SA-3.0                         non-commercial
cc-by-nc-sa-4.0           CC-BY-NC-SA-4.0                         non-commercial
cdla-sharing-1.0          CDLA-Sharing-1.0                        weak-copyleft
cdla-permissive-1.0       CDLA-Permissive-1.0                     permissive
cdla-permissive-2.0       CDLA-Permissive-2.0                     permissive
wtfpl                     WTFPL                                   public-domain
ecl-2.0                   ECL-2.0                                 permissive
epl-1.0                   EPL-1.0                                 weak-copyleft
epl-2.0                   EPL-2.0                                 weak-copyleft
etalab-2.0                etalab-2.0                              permissive
eupl-1.1                  EUPL-1.1                                network-copyleft
eupl-1.2                  EUPL-1.2                                network-copyleft
agpl-3.0                  AGPL-3.0-only                           network-copyleft
gfdl                      family                                  weak-copyleft
gpl                       family                                  strong-copyleft
gpl-2.0                   GPL-2.0-only                            strong-copyleft
gpl-3.0                   GPL-3.0-only                            strong-copyleft
lgpl                      family                                  weak-copyleft
lgpl-2.1                  LGPL-2.1-only                           weak-copyleft
lgpl-3.0                  LGPL-3.0-only                           weak-copyleft
isc                       ISC                                     permissive
h-research                LicenseRef-huggingface-h-research       non-commercial
intel-research            LicenseRef-huggingface-intel-research   non-commercial
lppl-1.3c                 LPPL-1.3c                               weak-copyleft
ms-pl                     MS-PL                                   permissive
apple-ascl                LicenseRef-huggingface-apple-ascl       proprietary
apple-amlr                LicenseRef-huggingface-apple-amlr       non-commercial
mpl-2.0                   MPL-2.0                                 weak-copyleft
odc-by                    ODC-By-1.0                              permissive
odbl                      ODbL-1.0                                strong-copyleft
openmdw-1.0               LicenseRef-scancode-openmdw-1.0         permissive
openmdw-1.1               LicenseRef-huggingface-openmdw-1.1      permissive
openrail++                LicenseRef-scancode-bigscience-open-rail-m2 responsible-ai
osl-3.0                   OSL-3.0                                 network-copyleft
postgresql                PostgreSQL                              permissive
ofl-1.1                   OFL-1.1                                 weak-copyleft
ncsa                      NCSA                                    permissive
unlicense                 Unlicense                               public-domain
zlib                      Zlib                                    permissive
pddl                      PDDL-1.0                                public-domain
lgpl-lr                   LGPLLR                                  weak-copyleft
deepfloyd-if-license      LicenseRef-huggingface-deepfloyd-if-license non-commercial
fair-noncommercial-research-license LicenseRef-huggingface-fair-noncommercial-research-license non-commercial
llama2                    LicenseRef-scancode-llama-2-license-2023 responsible-ai
llama3                    LicenseRef-huggingface-llama3           responsible-ai
llama3.1                  LicenseRef-scancode-llama-3.1-license-2024 responsible-ai
llama3.2                  LicenseRef-scancode-llama-3.2-license-2024 responsible-ai
llama3.3                  LicenseRef-scancode-llama-3.3-license-2024 responsible-ai
llama4                    LicenseRef-scancode-llama-4-cla-2025    responsible-ai
grok2-community           LicenseRef-huggingface-grok2-community  responsible-ai
gemma                     LicenseRef-scancode-gemma-tou-2024-04-01 responsible-ai
unknown                   says-nothing                            unstated
other                     says-nothing                            unstated
""".strip().splitlines()  # noqa: E501


def test_there_are_83_ids_on_the_hub() -> None:
    assert len(HUB) == len({row.split()[0] for row in HUB}) == 83
    meanings = [row.split()[1] for row in HUB]
    assert (meanings.count("family"), meanings.count("says-nothing")) == (6, 2)


@pytest.mark.parametrize("row", HUB, ids=lambda row: str(row).split()[0])
def test_a_hub_id_resolves_to_a_license_a_family_or_nothing(row: str) -> None:
    id, meaning, wanted = row.split()
    for written in (id, id.upper(), f" {id}\n"):
        found = resolve(written)
        if found.kind == "license":
            assert found.expression == meaning
            assert isinstance(found.node, spdx.License)
            assert category(found.node) == wanted
        else:
            assert (found.kind, found.category, found.expression) == (meaning, wanted, "")


@pytest.mark.parametrize(
    ("id", "name"),
    [
        *hub_licenses.SPDX_IDS.items(),
        *((id, name) for id, (_, name) in hub_licenses.CURATED.items()),
        *((id, name) for id, (_, name) in hub_licenses.FAMILIES.items()),
    ],
)
def test_a_full_name_means_the_same_as_its_id(id: str, name: str) -> None:
    by_id, by_name = resolve(id), resolve(name.upper())
    assert (by_name.kind, by_name.expression) == (by_id.kind, by_id.expression)


# What headers of weights and prose call a license, word for word.
TITLES = {
    "CreativeML Open RAIL-M": "creativeml-openrail-m",
    "CreativeML Open RAIL-M License": "creativeml-openrail-m",
    "CreativeML OpenRAIL-M License": "creativeml-openrail-m",
    "CreativeML Open RAIL++-M": "openrail++",
    "CreativeML Open RAIL++-M License": "openrail++",
    "CreativeML OpenRAIL++-M License": "openrail++",
    "OpenRAIL++": "openrail++",
    "OpenRAIL++-M": "openrail++",
    "BigScience Open RAIL-M License": "bigscience-openrail-m",
    "BigCode OpenRAIL-M v1 License Agreement": "bigcode-openrail-m",
    "Llama 2 Community License": "llama2",
    "Meta Llama 3 Community License": "llama3",
    "META LLAMA 3 COMMUNITY LICENSE AGREEMENT": "llama3",
    "Llama 3.1 Community License": "llama3.1",
    "Llama 3.2 Community License": "llama3.2",
    "Llama 3.3 Community License": "llama3.3",
    "Llama 4 Community License": "llama4",
    "Gemma Terms of Use": "gemma",
    "Gemma License": "gemma",
    "Stability AI Community License": "Stability AI Community License Agreement",
    "NVIDIA Open Model License": "nvidia-open-model-license",
}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_means_the_license_that_bears_it(title: str) -> None:
    for written in (title, title.lower(), f"  {title.replace(' ', '  ')}\n"):
        found = resolve(written)
        assert (found.kind, found.expression) == ("license", resolve(TITLES[title]).expression)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_never_found_within_another_text(title: str) -> None:
    for written in (f"like the {title}", f"{title} with changes", f"Acme {title}"):
        assert resolve(written).kind == "not-known"


@pytest.mark.parametrize(
    "title", ["OpenRAIL", "OpenRAIL-M", "Llama", "Llama Community License Agreement"]
)
def test_a_title_that_leaves_the_version_open_is_a_family(title: str) -> None:
    assert resolve(title).kind == "family"
