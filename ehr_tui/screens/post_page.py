"""A post's whole page to be read: what somebody who steps in is briefed with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.types import CSSPathType

from ehr_tui.domain.alphabet import alphabet
from ehr_tui.domain.codes import CodeList, entries_of
from ehr_tui.domain.organisation import Post
from ehr_tui.domain.people import Education
from ehr_tui.domain.post_profile import PostProfile
from ehr_tui.domain.shifts import DutyClass, clock_time
from ehr_tui.domain.views import OrganisationView
from ehr_tui.screens.listing.copying import copy_text
from ehr_tui.screens.modal import EhrModal
from ehr_tui.screens.organisation_work import span_words
from ehr_tui.screens.prose import Prose
from ehr_tui.screens.words import T, day_text

Part = tuple[str, Sequence[str]]
"""A heading and its lines."""


class PostPageScreen(EhrModal[None]):
    """Everything about one post; the arrows scroll, Ctrl+C copies it."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["modal.tcss", "organisation.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "copy", "post.copy")]

    def __init__(self, view: OrganisationView, post: Post) -> None:
        super().__init__()
        self._office = view
        self._post = post

    def compose_box(self) -> ComposeResult:
        """One text."""
        with VerticalScroll(id="page-body"):
            yield Prose(id="page-text")

    def on_mount(self) -> None:
        """The arrows scroll."""
        self.query_one("#page-body").focus()

    def title_words(self) -> str:
        """The post."""
        return self._post.name.in_language(self.language)

    def retranslate(self) -> None:
        """Words again."""
        super().retranslate()
        self.query_one("#page-text", Prose).update(self._text())

    def _text(self) -> str:
        return page_text(post_page(self.t, self.language, self._office, self._post))

    def action_copy(self) -> None:
        """For a message to whoever steps in."""
        copy_text(self.app, f"{self.title_words()}\n{self._text()}")
        self.say("post.copied")


def page_text(parts: Sequence[Part]) -> str:
    """The parts as one text: headings, indented lines, a blank line between."""
    return "\n\n".join("\n".join([heading, *(f"  {line}" for line in lines)]) for heading, lines in parts)


def post_page(t: T, language: str, view: OrganisationView, post: Post) -> list[Part]:
    """A post's page in words: only parts in which something stands."""
    page = next((p for p in view.profiles if p.post == post.id), None) or PostProfile(post.id)
    parts: list[Part] = [
        (t("post.section.basics"), list(_basics(t, language, view, post))),
        (t("post.duties"), page.duties),
        (t("post.workflow"), [f"{clock_time(step.minute)}  {step.text}" for step in page.workflow]),
        (t("post.shifts"), _shifts(view, post, language)),
        (t("post.may_do"), _tasks(view, language, post)),
        (t("post.licensed"), _licensed(view, language, post)),
        (t("post.exposures"), _named(view, CodeList.HAZARD, post.exposures, language)),
        (t("post.section.asked"), list(_asked(t, language, view, page))),
        (t("post.handbook"), page.handbook.splitlines()),
    ]
    return [(heading, lines) for heading, lines in parts if lines]


def _basics(t: T, language: str, view: OrganisationView, post: Post) -> Iterator[str]:
    home = next((d.name.in_language(language) for d in view.departments if d.id == post.department), "")
    yield t("post.line", label=t("organisation.department"), words=home)
    heads = str(post.headcount) if post.headcount else t("post.not_agreed")
    yield t("post.line", label=t("organisation.headcount"), words=heads)
    if post.headcount_reviewed:
        yield t("post.line", label=t("post.headcount_reviewed"), words=day_text(post.headcount_reviewed))
    if post.review_due:
        yield t("post.line", label=t("post.review_due"), words=day_text(post.review_due))


def _asked(t: T, language: str, view: OrganisationView, page: PostProfile) -> Iterator[str]:
    if page.education is not Education.UNKNOWN:
        yield t("post.line", label=t("post.education"), words=t(f"education.{page.education.value}"))
    comma = t("format.list_separator")
    for label, found in (
        ("post.experience", [page.experience] if page.experience else []),
        ("post.skills", page.skills),
        ("post.preferences", page.preferences),
        ("post.courses", _named(view, CodeList.COURSE, page.courses, language)),
        ("post.qualifications", _named(view, CodeList.QUALIFICATION, page.qualifications, language)),
    ):
        if found:
            yield t("post.line", label=t(label), words=comma.join(found))


def _shifts(view: OrganisationView, post: Post, language: str) -> list[str]:
    """The work kinds that demand names for the post, else all of its department."""
    offered = [k for k in alphabet(view.kinds, post.department) if k.duty_class is DutyClass.WORK]
    named = {d.kind for d in view.demand if d.post == post.id}
    wanted = [k for k in offered if k.id in named] or offered
    return [f"{k.code} {k.name.in_language(language)}  {span_words(k)}" for k in wanted]


def _tasks(view: OrganisationView, language: str, post: Post) -> list[str]:
    return _named(view, CodeList.TASK, post.tasks, language)


def _licensed(view: OrganisationView, language: str, post: Post) -> list[str]:
    """Tasks that nobody may do without a licence: named, so that nobody is asked for them by mistake."""
    every = entries_of(view.codes, CodeList.TASK, active=True)
    return [c.name.in_language(language) for c in every if c.special and c.code not in post.tasks]


def _named(
    view: OrganisationView, wanted: CodeList, codes: frozenset[str] | Sequence[str], language: str
) -> list[str]:
    names = {c.code: c.name.in_language(language) for c in entries_of(view.codes, wanted)}
    return [name for code, name in names.items() if code in codes]
