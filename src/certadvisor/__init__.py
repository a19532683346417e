"""Which fitness or strength-and-conditioning certification to get, and why.

```python
from certadvisor import Profile, load_catalog, recommend
```
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from certadvisor.catalog import load_catalog
    from certadvisor.compare import Comparison, compare
    from certadvisor.models import Catalog
    from certadvisor.profile import Profile
    from certadvisor.recommend import recommend
    from certadvisor.results import Recommendation
    from certadvisor.tojson import to_json

__all__ = [
    "Catalog",
    "Comparison",
    "Profile",
    "Recommendation",
    "__version__",
    "compare",
    "load_catalog",
    "recommend",
    "to_json",
]
__version__ = "0.1.0"

_ROOMS = {
    "Catalog": "models",
    "Comparison": "compare",
    "Profile": "profile",
    "Recommendation": "results",
    "compare": "compare",
    "load_catalog": "catalog",
    "recommend": "recommend",
    "to_json": "tojson",
}


def __getattr__(name: str) -> Any:
    # The public names are found when asked for: `--version` needs none of them (PEP 562).
    if name in _ROOMS:
        found = getattr(import_module(f"certadvisor.{_ROOMS[name]}"), name)
        globals()[name] = found
        return found
    raise AttributeError(name)


class _Face(ModuleType):
    """The package: importing a room that bears a public name does not hide what is in it."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _ROOMS and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
