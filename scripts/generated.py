"""Files that are made by a script: write them, or say which are out of date."""

from __future__ import annotations

from pathlib import Path


def settle(files: dict[Path, str], *, check: bool) -> int:
    """Write the files that differ; with `check` only name them. The exit code of the script."""
    stale = [path for path, text in files.items() if _held(path) != text]
    for path in stale:
        print(f"{'out of date, run make docs' if check else 'written'}: {path.name}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8")
    return 1 if stale and check else 0


def _held(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
