"""The names of measurements: `F1 score`, `f1_score` and `f1` are one.

Compared without case, dashes and underscores; a few abbreviations that model cards, MLflow and
the hub's results use stand for what they abbreviate.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from stewardship.pattern import pattern

_SAME: Mapping[str, str] = {
    "acc": "accuracy",
    "f1 score": "f1",
    "f score": "f1",
    "fpr": "false positive rate",
    "fnr": "false negative rate",
    "tpr": "recall",
    "true positive rate": "recall",
    "sensitivity": "recall",
    "tnr": "specificity",
    "true negative rate": "specificity",
    "auc": "roc auc",
    "auroc": "roc auc",
    "roc auc score": "roc auc",
    "wer": "word error rate",
    "cer": "character error rate",
    "em": "exact match",
    "mae": "mean absolute error",
    "mse": "mean squared error",
    "rmse": "root mean squared error",
    "cohens kappa": "kappa",
    "cohen kappa": "kappa",
}
_BETWEEN = pattern(r"[\s_./-]+")


@lru_cache(maxsize=1024)
def folded(name: str) -> str:
    """A metric's name as it is compared with others."""
    plain = _BETWEEN.sub(" ", name.strip().casefold().replace("'", "").replace("’", "")).strip()
    return _SAME.get(plain, plain)
