"""The program's own source as syntax trees, for the tests that read it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ehr_tui"
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
"""Chinese characters; punctuation, which code may well split at, is none."""


@dataclass(frozen=True)
class Module:
    """One source file; ``name`` is relative to the package, as ``store/tables.py``."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text, self.name)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def docstrings(self) -> frozenset[int]:
        """Ids of the nodes that are strings standing alone, which nobody reads at run time."""
        return frozenset(
            id(node.value)
            for node in self.nodes
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        )

    def strings(self) -> Iterator[tuple[int, str]]:
        """Line and value of every string that is not a docstring, pieces of f-strings included."""
        for node in self.nodes:
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in self.docstrings
            ):
                yield node.lineno, node.value

    def calls(self) -> Iterator[ast.Call]:
        """Every call."""
        return (node for node in self.nodes if isinstance(node, ast.Call))


@lru_cache(1)
def modules() -> tuple[Module, ...]:
    """Every module of the program."""
    return tuple(
        Module(file.relative_to(PACKAGE).as_posix(), file.read_text(encoding="utf-8"))
        for file in sorted(PACKAGE.rglob("*.py"))
    )


def called(call: ast.Call) -> str:
    """The last name of what is called: ``t`` for ``self.t(…)``."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def literals(node: ast.expr | None) -> Iterator[str]:
    """The strings an expression can literally be, both sides of a choice included."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from literals(body)
            yield from literals(orelse)
