"""What the organisation screen lists under each tab."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.text import Text

from ehr_tui.domain.alphabet import alphabet
from ehr_tui.domain.codes import CodeEntry, CodeList
from ehr_tui.domain.organisation import Department, Post
from ehr_tui.domain.shifts import DutyClass
from ehr_tui.domain.views import OrganisationView
from ehr_tui.screens.base import EhrScreen
from ehr_tui.screens.listing.definition import AnyListing, ListColumn, ListFilter, Listing
from ehr_tui.screens.organisation_work import WorkLists
from ehr_tui.screens.words import day_text

TABS = ("departments", "posts", "kinds", "demand", "calendar", "codes")


def listing_of(screen: EhrScreen[Any], tab: str, view: OrganisationView) -> tuple[AnyListing, Sequence[Any]]:
    """A tab's list and its lines."""
    return _Lists(screen, view).of(tab)


class _Lists(WorkLists):
    """All lists."""

    def of(self, tab: str) -> tuple[AnyListing, Sequence[Any]]:
        """The list and its lines."""
        lists: dict[str, Callable[[], tuple[AnyListing, Sequence[Any]]]] = {
            "departments": self._departments,
            "posts": self._of_posts,
            "kinds": self._of_kinds,
            "demand": self._of_demand,
            "codes": self._codes,
        }
        return lists[tab]()

    def _departments(self) -> tuple[AnyListing, Sequence[Department]]:
        view = self._view
        heads = {d.id: sum(p.headcount for p in view.posts if p.department == d.id) for d in view.departments}
        posts = {d.id: sum(p.department == d.id for p in view.posts) for d in view.departments}
        kinds = {
            d.id: " ".join(k.code for k in alphabet(view.kinds, d.id) if k.duty_class is DutyClass.WORK)
            for d in view.departments
        }
        columns: tuple[ListColumn[Department], ...] = (
            self._name(),
            ListColumn("code", "organisation.code", lambda d: d.code),
            ListColumn(
                "posts", "organisation.posts", lambda d: str(posts[d.id]), lambda d: posts[d.id], True
            ),
            ListColumn(
                "heads",
                "organisation.headcount",
                lambda d: str(heads[d.id] or ""),
                lambda d: heads[d.id],
                True,
            ),
            ListColumn("kinds", "organisation.work_kinds", lambda d: kinds[d.id]),
            self._state(view.departments),
        )
        listing: AnyListing = Listing(
            "organisation.departments",
            columns,
            lambda d: str(d.id),
            lambda d: self._hay(d.name.zh, d.name.en, d.code),
            (self._active(),),
            muted=lambda d: not d.active,
            empty="organisation.empty",
            hint="organisation.search_departments",
        )
        return listing, view.departments

    def _of_posts(self) -> tuple[AnyListing, Sequence[Post]]:
        pages = {p.post for p in self._view.profiles if p.duties or p.handbook}
        page = self._t("organisation.yes")

        def due(post: Post) -> Text:
            style = f"bold {self._palette.warning}" if post.needs_review(self._today) else ""
            mark = " !" if style else ""
            return Text(day_text(post.review_due) + mark, style)

        columns: tuple[ListColumn[Post], ...] = (
            self._name(),
            self._department_column(),
            ListColumn(
                "headcount",
                "organisation.headcount",
                lambda p: str(p.headcount or ""),
                lambda p: p.headcount or None,
                right=True,
            ),
            ListColumn(
                "reviewed", "post.reviewed_short", lambda p: day_text(p.headcount_reviewed), shown=False
            ),
            ListColumn("due", "post.due_short", due, lambda p: p.review_due, firm=True),
            ListColumn("page", "post.page_short", lambda p: page if p.id in pages else ""),
            ListColumn("code", "organisation.code", lambda p: p.code, shown=False),
            self._state(self._view.posts),
        )
        listing: AnyListing = Listing(
            "organisation.posts",
            columns,
            lambda p: str(p.id),
            lambda p: self._hay(p.name.zh, p.name.en, p.code, self._homes.get(p.department, "")),
            (self._home(), self._active()),
            muted=lambda p: not p.active,
            empty="organisation.empty",
            hint="organisation.search_posts",
        )
        return listing, sorted(self._view.posts, key=lambda p: (p.department, p.id))

    def _codes(self) -> tuple[AnyListing, Sequence[CodeEntry]]:
        def special(entry: CodeEntry) -> Text:
            return Text(self._t("codes.special_short") if entry.special else "", self._palette.warning)

        columns: tuple[ListColumn[CodeEntry], ...] = (
            ListColumn("list", "codes.list", lambda c: self._t(f"code_list.{c.list.value}"), firm=True),
            self._name(),
            ListColumn("code", "organisation.code", lambda c: c.code),
            ListColumn("special", "codes.mark", special, lambda c: int(c.special)),
            self._state(self._view.codes),
        )
        order = {listed: n for n, listed in enumerate(CodeList)}
        options = [(c.value, self._t(f"code_list.{c.value}")) for c in CodeList]
        of_list: ListFilter[CodeEntry] = ListFilter(
            "list", "codes.list", lambda e, c: e.list.value in c, options=options
        )
        listing: AnyListing = Listing(
            "organisation.codes",
            columns,
            lambda c: f"{c.list.value}:{c.code}",
            lambda c: self._hay(self._t(f"code_list.{c.list.value}"), c.name.zh, c.name.en, c.code),
            (of_list, self._active()),
            muted=lambda c: not c.active,
            empty="organisation.empty",
            hint="organisation.search_codes",
        )
        return listing, sorted(self._view.codes, key=lambda c: (order[c.list], c.position, c.code))
