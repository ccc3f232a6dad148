"""Which files hold weights, told by their names alone, and in what form they hold them."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import lru_cache

PICKLE = "pickle"
"""Python's own serialization, whatever is wrapped around it: to load it is to run it."""

# Patterns of lower-case base names, the first that fits decides. A bare `*.bin`, `*.pb`, `*.h5`
# or `*.pkl` may hold anything, so those have to be named for a model.
FORMATS: Mapping[str, str] = {
    "*.safetensors": "safetensors",
    "*.gguf": "gguf",
    "*.onnx": "onnx",
    "*.tflite": "tflite",
    "*.keras": "keras",
    "*.mlmodel": "coreml",
    "*.pt": PICKLE,
    "*.pth": PICKLE,
    "*.ckpt": PICKLE,
    "*.joblib": PICKLE,
    "*.pdparams": PICKLE,
    "*model*.pkl": PICKLE,
    "*model*.pickle": PICKLE,
    "*pytorch*.bin": PICKLE,
    "adapter_model*.bin": PICKLE,
    "*model*.bin": "binary",
    "*weights*.bin": "binary",
    "*model*.h5": "hdf5",
    "*weights*.h5": "hdf5",
    "*model*.msgpack": "msgpack",
    "saved_model.pb": "tensorflow",
    "*frozen*.pb": "tensorflow",
}


@lru_cache(maxsize=4096)
def format_of(path: str) -> str:
    """The form of the weights that a file of this name holds; empty for what is not named so."""
    name = path[path.rfind("/") + 1 :].lower()
    return next((form for pattern, form in FORMATS.items() if fnmatchcase(name, pattern)), "")
