"""``make bench``: one line of JSON per figure on standard output; nothing is judged by it.

    python -m tests.bench [--quick] [name ...]

A name is a measurement's or a part of it; without one all are made.  ``--quick`` takes small sizes, to see that
everything runs.  What could not be measured is a line with ``error``, and the exit code is then 1.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.figures import MEASURES
from tests.bench.harness import FULL, TINY, Bench


def main(argv: Sequence[str]) -> int:
    """Measure what is asked for."""
    names = [name for name in argv if not name.startswith("-")]
    size = TINY if "--quick" in argv else FULL
    failed = 0
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        os.environ.update(
            {f"XDG_{kind}_HOME": f"{folder}/own" for kind in ("CONFIG", "STATE", "DATA", "CACHE")}
        )
        bench = Bench(Path(folder), size)
        for measure in MEASURES:
            if names and not any(name in measure.__name__ for name in names):
                continue
            try:
                for figure in measure(bench):
                    say(figure.line())
            except Exception as error:  # noqa: BLE001 - the other figures are wanted all the same
                failed = 1
                why = f"{type(error).__name__}: {error}".splitlines()[0]
                say(json.dumps({"name": measure.__name__, "error": why}, ensure_ascii=False))
    return failed


def say(line: str) -> None:
    """One line, at once: the next figure takes a while."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
