"""Somebody at a browser, who finds what a page offers by the words on it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from forum.core.i18n import _, speaking


class Somebody:
    """With a mouse. What they look for is said in English and found in their own language."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.language = language

    def word(self, sentence: str, **filled: object) -> str:
        """Return one of the forum's own sentences as this person reads it."""
        with speaking(self.language):
            return _(sentence) % filled if filled else _(sentence)

    def about(self, text: str) -> Locator:
        """The one thing in a list that says this: a row, an article, an item."""
        things = self.page.locator("main").locator("tr, article, li, .modrow")
        return things.filter(has_text=text).filter(has_not=things.filter(has_text=text))

    async def goes_to(self, path: str) -> None:
        answer = await self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    async def follows(self, link: str, about: str = "", within: Locator | None = None) -> None:
        await self._go(self._named("link", link, about, within))

    async def presses(self, button: str, about: str = "", within: Locator | None = None) -> None:
        await self._go(self._named("button", button, about, within))

    async def opens(self, summary: str) -> None:
        """Unfold a part of the page that is folded."""
        await self._use(self.page.locator("summary").filter(has_text=self.word(summary)))

    async def writes(self, label: str, text: str) -> None:
        await self._write(self._labelled(label), text)

    async def picks(self, label: str, option: str) -> None:
        """Choose from a list."""
        await self._pick(self._labelled(label), self.word(option))

    async def ticks(self, label: str, role: str = "radio") -> None:
        place = self.page.get_by_role(role, name=self.word(label))
        await self._tick(place)

    async def hands_over(self, label: str, file: Path) -> None:
        """Choose a file from this machine."""
        async with self.page.expect_file_chooser() as chooser:
            await self._use(self._labelled(label))
        await (await chooser.value).set_files(file)

    async def reads(self, *sentences: str) -> None:
        for sentence in sentences:
            await expect(self._page()).to_contain_text(sentence, use_inner_text=True)

    async def does_not_read(self, *sentences: str) -> None:
        for sentence in sentences:
            await expect(self._page()).not_to_contain_text(sentence, use_inner_text=True)

    async def reads_in_the_head(self, sentence: str) -> None:
        await expect(self.page.get_by_role("banner")).to_contain_text(sentence)

    def _page(self) -> Locator:
        return self.page.locator("main")

    def _named(self, role: str, name: str, about: str, within: Locator | None) -> Locator:
        """Find it by all of its name; `about` is what a screen reader hears after the word."""
        name = self.word(name)
        heard = re.compile(rf"^{re.escape(name)}\s*:?\s*{re.escape(about)}$") if about else name
        place = within if within is not None else self.page
        return place.get_by_role(role, name=heard, exact=True)

    def _labelled(self, label: str) -> Locator:
        optional = f"{self.word(label)} {self.word('(optional)')}"
        exactly = self.page.get_by_label(self.word(label), exact=True)
        return exactly.or_(self.page.get_by_label(optional, exact=True))

    async def _go(self, there: Locator) -> None:
        """Use what leads to a page, and wait until that page is there."""
        async with self.page.expect_navigation():
            await self._use(there)

    async def _use(self, thing: Locator) -> None:
        await thing.click()

    async def _write(self, field: Locator, text: str) -> None:
        await field.fill(text)

    async def _pick(self, field: Locator, option: str) -> None:
        await field.select_option(label=option)

    async def _tick(self, box: Locator) -> None:
        await box.check()


class SomebodyWithoutAMouse(Somebody):
    """The same by keyboard alone: Tab to walk, Enter and Space to press, arrows to choose."""

    FURTHEST = 600

    async def _walk_to(self, thing: Locator) -> None:
        """Walk on with Tab until this has the focus, and see that the focus shows."""
        await expect(thing).to_be_visible()
        for _step in range(self.FURTHEST):
            if await thing.evaluate("(one) => one === document.activeElement"):
                shown = await thing.evaluate("(one) => getComputedStyle(one).outlineStyle")
                assert shown != "none", f"Nothing shows that {thing} has the focus."
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not come to {thing}.")

    async def _use(self, thing: Locator) -> None:
        await self._walk_to(thing)
        await self.page.keyboard.press("Enter")

    async def _write(self, field: Locator, text: str) -> None:
        await self._walk_to(field)
        await self.page.keyboard.press("ControlOrMeta+A")
        await self.page.keyboard.insert_text(text)

    async def _pick(self, field: Locator, option: str) -> None:
        await self._walk_to(field)
        texts = await field.locator("option").all_inner_texts()
        await self.page.keyboard.press("Home")
        for _step in range([text.strip() for text in texts].index(option)):
            await self.page.keyboard.press("ArrowDown")

    async def _tick(self, box: Locator) -> None:
        """Tab comes to one button of a group; the arrows walk inside it."""
        group = await box.get_attribute("name")
        if await box.get_attribute("type") == "radio":
            buttons = self.page.locator(f'input[type=radio][name="{group}"]')
            checked = buttons.and_(self.page.locator(":checked"))
            await self._walk_to(checked if await checked.count() else buttons.first)
            await self.page.keyboard.press("Space")
            for _step in range(await buttons.count()):
                if await box.is_checked():
                    return
                await self.page.keyboard.press("ArrowDown")
        else:
            await self._walk_to(box)
            await self.page.keyboard.press("Space")
        await expect(box).to_be_checked()
