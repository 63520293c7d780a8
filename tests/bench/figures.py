"""Every measurement, in the order in which it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.bench.audit_measures import audit_of_ten_years, export_of_ten_years, opening_after_ten_years
from tests.bench.encryption import audit_chain, encrypted_against_plain
from tests.bench.harness import Bench, Figure
from tests.bench.judging import rules_alone, through_the_gate
from tests.bench.keys import keys_in_the_grid, roster_opens, sixteen_colours
from tests.bench.memory import memory
from tests.bench.office_in_and_out import office_in_and_out
from tests.bench.people_list import people_list
from tests.bench.sheets_and_search import search, spreadsheets
from tests.bench.starting import first_text, heavy_imports, help_text, usable

Measure = Callable[[Bench], Iterator[Figure]]

MEASURES: tuple[Measure, ...] = (
    first_text,
    help_text,
    heavy_imports,
    usable,
    roster_opens,
    keys_in_the_grid,
    sixteen_colours,
    memory,
    rules_alone,
    through_the_gate,
    encrypted_against_plain,
    audit_chain,
    audit_of_ten_years,
    export_of_ten_years,
    opening_after_ten_years,
    spreadsheets,
    office_in_and_out,
    search,
    people_list,
)
