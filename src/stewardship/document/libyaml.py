"""libyaml's parser out of PyYAML, and no more of PyYAML than it stands on.

``import yaml`` also readies Python's own parser, writing, tags and objects: sixteen modules, of
which reading events needs four, and a tenth of the time of a hook that reads one manifest. The
extension module asks of the others only the exceptions that it raises. So it is given those, in a
package ``yaml`` that runs its own ``__init__`` once somebody wants anything else of it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

# The modules that the extension knows by the exceptions in them; all but the first are marked
# with a place.
RAISING = (
    "reader", "scanner", "parser", "composer", "constructor", "emitter", "serializer",
    "representer",
)  # fmt: skip
MARKED = frozenset(("scanner", "parser", "composer", "constructor"))


def load() -> Any:
    """The module ``yaml._yaml``; None where PyYAML was built without libyaml."""
    spec = None if "yaml" in sys.modules else find_spec("yaml")
    if spec is not None and spec.loader is not None:
        try:
            return _alone(spec)
        except (ImportError, AttributeError):  # another PyYAML than those we know: take all of it
            for name in [name for name in sys.modules if name.partition(".")[0] == "yaml"]:
                del sys.modules[name]
    try:
        return import_module("yaml._yaml")
    except ImportError:
        return None


def _alone(spec: ModuleSpec) -> Any:
    """The extension module beside a package of which the rest waits to be asked for."""
    package: Any = module_from_spec(spec)

    def whole(name: str) -> Any:
        """Any other name of the package: from now on it is what everybody knows."""
        del package.__getattr__
        assert spec.loader is not None
        spec.loader.exec_module(package)
        return getattr(package, name)

    package.__getattr__ = whole
    sys.modules["yaml"] = package
    error = import_module("yaml.error")
    for name in ("tokens", "events", "nodes"):
        import_module(f"yaml.{name}")
    for name in RAISING:
        base = error.MarkedYAMLError if name in MARKED else error.YAMLError
        raised = f"{name.capitalize()}Error"
        setattr(package, name, SimpleNamespace(**{raised: type(raised, (base,), {})}))
    return import_module("yaml._yaml")


CParser: Any = getattr(load(), "CParser", None)
if TYPE_CHECKING:
    from yaml.error import YAMLError as YAMLError
else:
    YAMLError = import_module("yaml.error").YAMLError
