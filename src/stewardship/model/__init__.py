"""The nouns of the product, as frozen dataclasses; this package imports nothing of ours.

Data flows one way: readers make ``Fragment``s, ``join`` makes ``Resource``s out of them, the
engine makes ``Finding``s, ``decide`` makes a ``Verdict``. Lines and columns start at 1 and
count code points.
"""

from stewardship.model.facts import (
    KINDS,
    Data,
    Fields,
    Fragment,
    Kind,
    Location,
    Plain,
    Pointer,
    Problem,
    Related,
    Resource,
    Scalar,
    State,
    Unjudged,
    Value,
)
from stewardship.model.rules import (
    MODES,
    SEVERITIES,
    Alternative,
    Approval,
    Mode,
    Param,
    Policy,
    Rule,
    Severity,
    Waiver,
)
from stewardship.model.verdict import (
    Evaluation,
    Finding,
    Outcome,
    Reach,
    Report,
    Status,
    Unchecked,
    Verdict,
)

__all__ = [
    "KINDS",
    "MODES",
    "SEVERITIES",
    "Alternative",
    "Approval",
    "Data",
    "Evaluation",
    "Fields",
    "Finding",
    "Fragment",
    "Kind",
    "Location",
    "Mode",
    "Outcome",
    "Param",
    "Plain",
    "Pointer",
    "Policy",
    "Problem",
    "Reach",
    "Related",
    "Report",
    "Resource",
    "Rule",
    "Scalar",
    "Severity",
    "State",
    "Status",
    "Unchecked",
    "Unjudged",
    "Value",
    "Verdict",
    "Waiver",
]
