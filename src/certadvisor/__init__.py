"""Which fitness or strength-and-conditioning certification to get, and why.

```python
from certadvisor import Profile, load_catalog, recommend
```
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from certadvisor.catalog import load_catalog
    from certadvisor.comparison import Comparison, compare
    from certadvisor.models import Catalog
    from certadvisor.profile import Profile
    from certadvisor.recommendation import recommend
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
    "Comparison": "comparison",
    "Profile": "profile",
    "Recommendation": "results",
    "compare": "comparison",
    "load_catalog": "catalog",
    "recommend": "recommendation",
    "to_json": "tojson",
}


def __getattr__(name: str) -> Any:
    # The public names are found when asked for: `--version` needs none of them (PEP 562).
    if name in _ROOMS:
        return getattr(import_module(f"certadvisor.{_ROOMS[name]}"), name)
    raise AttributeError(name)
