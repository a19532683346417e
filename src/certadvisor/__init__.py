"""Which fitness or strength-and-conditioning certification to get, and why.

```python
from certadvisor import Profile, load_catalog, recommend
```
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from certadvisor.advice.compare import Comparison, compare
    from certadvisor.advice.recommend import recommend
    from certadvisor.advice.results import Recommendation
    from certadvisor.catalog.load import load_catalog
    from certadvisor.catalog.types import Catalog
    from certadvisor.json_text import to_json
    from certadvisor.profile.profile import Profile

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
    "Catalog": "catalog.types",
    "Comparison": "advice.compare",
    "Profile": "profile.profile",
    "Recommendation": "advice.results",
    "compare": "advice.compare",
    "load_catalog": "catalog.load",
    "recommend": "advice.recommend",
    "to_json": "json_text",
}


def __getattr__(name: str) -> Any:
    # The public names are found when asked for: `--version` needs none of them (PEP 562).
    if name in _ROOMS:
        return getattr(import_module(f"certadvisor.{_ROOMS[name]}"), name)
    raise AttributeError(name)
