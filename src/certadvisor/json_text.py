"""Results as JSON: money as numbers in USD, unknown as null, keys in the order of its types."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"


class JsonNumber:
    """Marks the type of an amount, for the JSON Schema: a number, as `plain` makes it."""

    def __get_pydantic_json_schema__(self, *_: Any) -> dict[str, Any]:
        """What pydantic asks for."""
        return {"type": "number"}


def plain(value: Any) -> Any:
    """A result as JSON values."""
    if value is None or isinstance(value, str):
        return value
    if dataclasses.is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Fraction):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def to_json(result: Any) -> str:
    """A result as JSON text with a final newline; in ASCII, so that it is the same everywhere."""
    return json.dumps(plain(result), indent=2, allow_nan=False) + "\n"


def schema(of: Any) -> dict[str, Any]:
    """The JSON Schema of a result, generated from its types."""
    # Only this needs pydantic, which takes longer to load than an answer.
    from pydantic import TypeAdapter

    made = TypeAdapter(of).json_schema(mode="serialization")
    return {"$schema": SCHEMA_ID, **made}
