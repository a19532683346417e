"""Which fitness or strength-and-conditioning certification to get, and why.

```python
from certadvisor import Profile, load_catalog, recommend
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from certadvisor.catalog import load_catalog
    from certadvisor.models import Catalog
    from certadvisor.profile import Profile
    from certadvisor.recommend import recommend
    from certadvisor.results import Recommendation
    from certadvisor.tojson import to_json

__all__ = [
    "Catalog",
    "Profile",
    "Recommendation",
    "__version__",
    "load_catalog",
    "recommend",
    "to_json",
]
__version__ = "0.1.0"

_ROOMS = {
    "Catalog": "models",
    "Profile": "profile",
    "Recommendation": "results",
    "load_catalog": "catalog",
    "recommend": "recommend",
    "to_json": "tojson",
}


def __getattr__(name: str) -> Any:
    # The public names are found when asked for: `--version` needs none of them (PEP 562).
    if name in _ROOMS:
        from importlib import import_module

        found = getattr(import_module(f"certadvisor.{_ROOMS[name]}"), name)
        # A room may bear the name of what is in it, and importing it takes the name: take it back.
        globals()[name] = found
        return found
    raise AttributeError(name)
