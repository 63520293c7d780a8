"""Ticks, choices, forms, dialogs."""

from __future__ import annotations

from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import Input

from ehr_tui.errors import InputError
from ehr_tui.i18n import t
from ehr_tui.widgets.dialogs import CodeDialog, ConfirmDialog, MessageDialog, ReasonDialog
from ehr_tui.widgets.form import Field, Form
from ehr_tui.widgets.tick import Choice, Tick
from ehr_tui.widgets.words import relabel_tree
from tests.widgets.harness import WidgetApp


def only_digits(text: str) -> None:
    if not text.isdigit():
        raise InputError("form.required")


def form_app() -> WidgetApp:
    return WidgetApp(
        lambda: [
            Form(
                [
                    Field("name", "grid.name", Input(), required=True),
                    Field("number", "grid.number", Input("12"), hint="picker.hint", check=only_digits),
                    Field("night", "grid.nights", Tick("grid.nights")),
                    Field("kind", "grid.rest", Choice([("a", "grid.rest"), ("b", "grid.nights")], "b")),
                ]
            )
        ]
    )


async def test_ticks_and_choices_show_their_state_in_letters() -> None:
    app = WidgetApp(
        lambda: [Tick("grid.nights"), Choice([("a", "grid.rest"), ("b", "grid.nights")])], plain=True
    )
    async with app.run_test(size=(80, 24)) as pilot:
        assert [line.rstrip() for line in app.screen_text()[:3]] == ["[ ] 夜", "(*) 休", "( ) 夜"]
        await pilot.press("space", "tab", "down")
        assert [line.rstrip() for line in app.screen_text()[:3]] == ["[x] 夜", "( ) 休", "(*) 夜"]
        assert [m.value for m in app.of(Tick.Changed)] == [True]
        assert [m.value for m in app.of(Choice.Changed)] == ["b"]
        await pilot.click(Tick)
        assert app.query_one(Tick).value is False


async def test_the_first_wrong_field_gets_the_focus_and_says_why() -> None:
    app = form_app()
    async with app.run_test(size=(80, 24)) as pilot:
        form = app.query_one(Form)
        form.fields[1].control.focus()
        await pilot.press("x", "ctrl+s")
        assert not app.of(Form.Submitted)
        assert app.focused is form.fields[0].control
        shown = [line for line in app.screen_text() if "! " in line]
        assert len(shown) == 2
        assert form.values["number"] == "12x"
        await pilot.press("l", "i")
        assert len([line for line in app.screen_text() if "! " in line]) == 1


async def test_enter_goes_on_and_submits_at_the_end() -> None:
    app = form_app()
    async with app.run_test(size=(80, 24)) as pilot:
        form = app.query_one(Form)
        form.fields[0].control.focus()
        await pilot.press("l", "i", "enter", "enter", "space", "enter", "enter")
        (done,) = app.of(Form.Submitted)
        assert done.values == {"name": "li", "number": "12", "night": True, "kind": "b"}


async def test_a_refusal_from_elsewhere_keeps_the_text_and_follows_the_language() -> None:
    app = form_app()
    async with app.run_test(size=(80, 24)) as pilot:
        form = app.query_one(Form)
        form.fill({"name": "李", "night": True})
        form.refuse("number", InputError("form.required"))
        await pilot.pause()
        assert app.focused is form.fields[1].control
        assert form.values == {"name": "李", "number": "12", "night": True, "kind": "b"}
        t.switch("en")
        relabel_tree(app.screen)
        await pilot.pause()
        assert any("! This is needed" in line for line in app.screen_text())


async def answer_of(app: WidgetApp, dialog: Screen[Any], *keys: str) -> list[object]:
    answers: list[object] = []
    async with app.run_test(size=(60, 16)) as pilot:
        app.push_screen(dialog, answers.append)
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
    return answers


@pytest.mark.parametrize(
    "danger, keys, answer",
    [
        (False, ["enter"], True),
        (True, ["enter"], False),
        (True, ["right", "enter"], True),
        (False, ["escape"], False),
    ],
)
async def test_confirm(danger: bool, keys: list[str], answer: bool) -> None:
    dialog = ConfirmDialog("发布 [十月]", "版本 1 [不可撤回]", danger=danger)
    assert await answer_of(WidgetApp(list), dialog, *keys) == [answer]


async def test_message_shows_its_text_as_it_is() -> None:
    app = WidgetApp(list)
    async with app.run_test(size=(60, 16)) as pilot:
        app.push_screen(MessageDialog("标题 [x]", "第一行\n[red]第二行"))
        await pilot.pause()
        text = "\n".join(app.screen_text())
        assert "标题 [x]" in text
        assert "[red]第二行" in text
        assert t("dialog.close") in text
        await pilot.press("enter")
        assert not isinstance(app.screen, MessageDialog)


@pytest.mark.parametrize(
    "keys, answer",
    [
        (list("123456"), "123456"),
        (list("１２３４５６"), "123456"),
        (["1", "2", "3", "space", "4", "5", "6"], "123456"),
    ],
)
async def test_codes(keys: list[str], answer: str) -> None:
    assert await answer_of(WidgetApp(list), CodeDialog("验证", "发布前再次确认"), *keys, "enter") == [answer]


async def test_a_bad_code_keeps_what_was_typed_and_says_what_is_wrong() -> None:
    app = WidgetApp(list)
    answers: list[object] = []
    async with app.run_test(size=(60, 16)) as pilot:
        app.push_screen(CodeDialog("验证", "发布前再次确认"), answers.append)
        await pilot.pause()
        await pilot.press("1", "2", "enter")
        assert answers == []
        text = "\n".join(app.screen_text())
        assert t("dialog.code.wrong_length") in text
        assert "12" in text
        assert "发布前再次确认" in text
        await pilot.press("escape")
        assert answers == [None]


async def test_a_reason_is_needed_and_can_be_corrected() -> None:
    assert await answer_of(
        WidgetApp(list), ReasonDialog("例外", "班间休息不足", least=2), "enter", "急", "enter", "诊", "enter"
    ) == ["急诊"]
    dialog = ReasonDialog("例外", "班间休息不足", typed="急诊", error="已被他人修改")
    assert await answer_of(WidgetApp(list), dialog, "enter") == ["急诊"]
