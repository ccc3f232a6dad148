"""What people write where a license belongs, when it is not an SPDX id.

The rows of the Hugging Face Hub are its list of 2026-08 (docs/hub/repositories-licenses.md in
huggingface/hub-docs): every id there and its full name. Traps kept in mind: ``bsl-1.0`` is Boost
(ScanCode's *key* of that name is the Business Source License); ``gpl`` is a family (ScanCode
would read "any version"); ``llama4`` is the agreement, not the policy that ScanCode has under
`llama-4-license-2025`.
"""

from __future__ import annotations

from collections.abc import Mapping

from stewardship.vocabulary.license_table import Category

_SCANCODE = "LicenseRef-scancode-"
_OWN = "LicenseRef-huggingface-"

# Hub ids that are SPDX ids, in any case of their letters; the full name follows.
SPDX_IDS: Mapping[str, str] = {
    "apache-2.0": "Apache license 2.0",
    "mit": "MIT",
    "afl-3.0": "Academic Free License v3.0",
    "artistic-2.0": "Artistic license 2.0",
    "bsl-1.0": "Boost Software License 1.0",
    "bsd-2-clause": 'BSD 2-clause "Simplified" license',
    "bsd-3-clause": 'BSD 3-clause "New" or "Revised" license',
    "bsd-3-clause-clear": "BSD 3-clause Clear license",
    "cc0-1.0": "Creative Commons Zero v1.0 Universal",
    "cc-by-2.0": "Creative Commons Attribution 2.0",
    "cc-by-2.5": "Creative Commons Attribution 2.5",
    "cc-by-3.0": "Creative Commons Attribution 3.0",
    "cc-by-4.0": "Creative Commons Attribution 4.0",
    "cc-by-sa-3.0": "Creative Commons Attribution Share Alike 3.0",
    "cc-by-sa-4.0": "Creative Commons Attribution Share Alike 4.0",
    "cc-by-nc-2.0": "Creative Commons Attribution Non Commercial 2.0",
    "cc-by-nc-3.0": "Creative Commons Attribution Non Commercial 3.0",
    "cc-by-nc-4.0": "Creative Commons Attribution Non Commercial 4.0",
    "cc-by-nd-4.0": "Creative Commons Attribution No Derivatives 4.0",
    "cc-by-nc-nd-3.0": "Creative Commons Attribution Non Commercial No Derivatives 3.0",
    "cc-by-nc-nd-4.0": "Creative Commons Attribution Non Commercial No Derivatives 4.0",
    "cc-by-nc-sa-2.0": "Creative Commons Attribution Non Commercial Share Alike 2.0",
    "cc-by-nc-sa-3.0": "Creative Commons Attribution Non Commercial Share Alike 3.0",
    "cc-by-nc-sa-4.0": "Creative Commons Attribution Non Commercial Share Alike 4.0",
    "cdla-sharing-1.0": "Community Data License Agreement – Sharing, Version 1.0",
    "cdla-permissive-1.0": "Community Data License Agreement – Permissive, Version 1.0",
    "cdla-permissive-2.0": "Community Data License Agreement – Permissive, Version 2.0",
    "wtfpl": "Do What The F*ck You Want To Public License",
    "ecl-2.0": "Educational Community License v2.0",
    "epl-1.0": "Eclipse Public License 1.0",
    "epl-2.0": "Eclipse Public License 2.0",
    "etalab-2.0": "Etalab Open License 2.0",
    "eupl-1.1": "European Union Public License 1.1",
    "eupl-1.2": "European Union Public License 1.2",
    "agpl-3.0": "GNU Affero General Public License v3.0",
    "gpl-2.0": "GNU General Public License v2.0",
    "gpl-3.0": "GNU General Public License v3.0",
    "lgpl-2.1": "GNU Lesser General Public License v2.1",
    "lgpl-3.0": "GNU Lesser General Public License v3.0",
    "isc": "ISC",
    "lppl-1.3c": "LaTeX Project Public License v1.3c",
    "ms-pl": "Microsoft Public License",
    "mpl-2.0": "Mozilla Public License 2.0",
    "osl-3.0": "Open Software License 3.0",
    "postgresql": "PostgreSQL License",
    "ofl-1.1": "SIL Open Font License 1.1",
    "ncsa": "University of Illinois/NCSA Open Source License",
    "unlicense": "The Unlicense",
    "zlib": "zLib License",
}

# Hub ids that stand for one license under another id: (that id, the full name).
CURATED: Mapping[str, tuple[str, str]] = {
    # One version exists, or the full name tells it.
    "c-uda": ("C-UDA-1.0", "Computational Use of Data Agreement"),
    "odc-by": ("ODC-By-1.0", "Open Data Commons License Attribution family"),
    "odbl": ("ODbL-1.0", "Open Database License family"),
    "pddl": ("PDDL-1.0", "Open Data Commons Public Domain Dedication and License"),
    "lgpl-lr": ("LGPLLR", "Lesser General Public License For Linguistic Resources"),
    # ScanCode has a key for these.
    "bigscience-openrail-m": (f"{_SCANCODE}bigscience-open-rail-m", "BigScience OpenRAIL-M"),
    "bigscience-bloom-rail-1.0": (f"{_SCANCODE}bigscience-rail-1.0", "BigScience BLOOM RAIL 1.0"),
    "bigcode-openrail-m": (f"{_SCANCODE}bigcode-open-rail-m-v1", "BigCode Open RAIL-M v1"),
    "creativeml-openrail-m": (f"{_SCANCODE}stable-diffusion-2022-08-22", "CreativeML OpenRAIL-M"),
    "openrail++": (f"{_SCANCODE}bigscience-open-rail-m2", "Open Rail++-M License"),
    "openmdw-1.0": (f"{_SCANCODE}openmdw-1.0", "Open Model, Data & Weights License Agreement"),
    "llama2": (f"{_SCANCODE}llama-2-license-2023", "Llama 2 Community License Agreement"),
    "llama3.1": (f"{_SCANCODE}llama-3.1-license-2024", "Llama 3.1 Community License Agreement"),
    "llama3.2": (f"{_SCANCODE}llama-3.2-license-2024", "Llama 3.2 Community License Agreement"),
    "llama3.3": (f"{_SCANCODE}llama-3.3-license-2024", "Llama 3.3 Community License Agreement"),
    "llama4": (f"{_SCANCODE}llama-4-cla-2025", "Llama 4 Community License Agreement"),
    # The terms have had several dates; this is the text that ScanCode keeps.
    "gemma": (f"{_SCANCODE}gemma-tou-2024-04-01", "Gemma Terms of Use"),
    # Nobody has a key for these, so they get a reference of our own.
    "llama3": (f"{_OWN}llama3", "Llama 3 Community License Agreement"),
    "grok2-community": (f"{_OWN}grok2-community", "Grok 2 Community License Agreement"),
    "h-research": (f"{_OWN}h-research", "H Research License"),
    "intel-research": (f"{_OWN}intel-research", "Intel Research Use License Agreement"),
    "apple-ascl": (f"{_OWN}apple-ascl", "Apple Sample Code license"),
    "apple-amlr": (f"{_OWN}apple-amlr", "Apple Model License for Research"),
    "deepfloyd-if-license": (
        f"{_OWN}deepfloyd-if-license",
        "DeepFloyd IF Research License Agreement",
    ),
    "fair-noncommercial-research-license": (
        f"{_OWN}fair-noncommercial-research-license",
        "FAIR Noncommercial Research License",
    ),
    "openmdw-1.1": (f"{_OWN}openmdw-1.1", "Open Model, Data & Weights License Agreement v1.1"),
}

# Names of several licenses at once, with the category that all of them share, or "unstated".
# The first six are hub ids; the others are common in cards and package metadata.
FAMILIES: Mapping[str, tuple[Category, str]] = {
    "openrail": ("responsible-ai", "OpenRAIL license family"),
    "bsd": ("permissive", "BSD license family"),
    "cc": ("unstated", "Creative Commons license family"),
    "gfdl": ("weak-copyleft", "GNU Free Documentation License family"),
    "gpl": ("strong-copyleft", "GNU General Public License family"),
    "lgpl": ("weak-copyleft", "GNU Lesser General Public License family"),
    "agpl": ("network-copyleft", "GNU Affero General Public License"),
    "apache": ("permissive", "Apache License"),
    "mpl": ("weak-copyleft", "Mozilla Public License"),
    "epl": ("weak-copyleft", "Eclipse Public License"),
    "eupl": ("network-copyleft", "European Union Public License"),
    "cc-by": ("permissive", "Creative Commons Attribution"),
    "cc-by-sa": ("weak-copyleft", "Creative Commons Attribution Share Alike"),
    "cc-by-nd": ("source-available", "Creative Commons Attribution No Derivatives"),
    "cc-by-nc": ("non-commercial", "Creative Commons Attribution Non Commercial"),
    "cc-by-nc-sa": ("non-commercial", "Creative Commons Attribution Non Commercial Share Alike"),
    "cc-by-nc-nd": ("non-commercial", "Creative Commons Attribution Non Commercial No Derivatives"),
    "cdla": ("unstated", "Community Data License Agreement"),
    "llama": ("responsible-ai", "Llama Community License Agreement"),
    "openrail-m": ("responsible-ai", "OpenRAIL-M license family"),
    "exaone": ("non-commercial", "EXAONE AI Model License Agreement"),
    "modified-mit": ("unstated", "MIT License with a condition added"),
}

# A hub id with these says that a license exists, but not which.
NOTHING = ("unknown", "other")

# Other spellings of one license, whole and in any case; nothing here leaves a version open.
SPELLINGS: Mapping[str, str] = {
    "apache 2": "Apache-2.0", "apache 2.0": "Apache-2.0", "apache2": "Apache-2.0",
    "apache2.0": "Apache-2.0", "apache-2": "Apache-2.0", "apache v2": "Apache-2.0",
    "apache v2.0": "Apache-2.0", "apache license v2": "Apache-2.0",
    "apache license v2.0": "Apache-2.0", "apache license, version 2.0": "Apache-2.0",
    "apache license version 2.0": "Apache-2.0", "apache 2.0 license": "Apache-2.0",
    "apache software license 2.0": "Apache-2.0",
    "mit license": "MIT", "the mit license": "MIT", "mit-license": "MIT", "expat": "MIT",
    "isc license": "ISC", "zlib license": "Zlib", "boost software license": "BSL-1.0",
    "bsd-2": "BSD-2-Clause", "bsd 2-clause": "BSD-2-Clause", "simplified bsd": "BSD-2-Clause",
    "bsd 2-clause license": "BSD-2-Clause", "2-clause bsd license": "BSD-2-Clause",
    "bsd-3": "BSD-3-Clause", "bsd 3-clause": "BSD-3-Clause", "3-clause bsd": "BSD-3-Clause",
    "bsd 3-clause license": "BSD-3-Clause", "3-clause bsd license": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause", "new bsd license": "BSD-3-Clause",
    "modified bsd": "BSD-3-Clause", "modified bsd license": "BSD-3-Clause",
    "mpl 2.0": "MPL-2.0", "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "cc0": "CC0-1.0", "cc0 1.0": "CC0-1.0", "cc by 4.0": "CC-BY-4.0",
    "cc by-sa 4.0": "CC-BY-SA-4.0", "cc by-nc 4.0": "CC-BY-NC-4.0",
    "cc by-nc-sa 4.0": "CC-BY-NC-SA-4.0", "unlicense": "Unlicense",
    "llama 3.2 community license": f"{_SCANCODE}llama-3.2-license-2024",
    "llama 3.3 community license": f"{_SCANCODE}llama-3.3-license-2024",
}  # fmt: skip
