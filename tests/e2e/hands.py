"""Two ways to use a page, one vocabulary: with a mouse, or with a keyboard alone.

The keyboard reaches everything by Tab from where it is, and checks at each stop that the focus is seen and that the
order is the page's.
"""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as TooLong

MOST_STOPS = 250
CHOOSER_OPENS = 6_000  # milliseconds

# Where the focus is, seen from where one goes: its number in the order of the page, and whether an outline shows it inside
# the window.
FOCUS = """target => {
  const one = document.activeElement, gone = !target.isConnected;
  if (!one || one === document.body) return {gone, place: null};
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {
    gone, arrived: one === target,
    place: [...document.querySelectorAll("*")].indexOf(one),
    seen: outlined && inside && box.width > 0 && box.height > 0,
    html: one.outerHTML.slice(0, 120),
  };
}"""


def _spelt(label: str) -> str:
    """A no-break space is typed as a space."""
    return re.escape(label).replace("\\ ", "\\s")


class Mouse:
    def __init__(self, tab: Page) -> None:
        self.tab = tab

    def field(self, label: str) -> Locator:
        """By the beginning of its label, which marks and help may follow."""
        return self.tab.get_by_label(re.compile(rf"^\s*{_spelt(label)}", re.IGNORECASE)).first

    def go(self, name: str, *, exact: bool = False) -> None:
        self._activate(self.tab.get_by_role("link", name=name, exact=exact).first)

    def press(self, name: str, *, exact: bool = False) -> None:
        self._activate(self.tab.get_by_role("button", name=name, exact=exact).first)

    def open(self, summary: str) -> None:
        self._activate(self.tab.locator("summary", has_text=summary).first)

    def write(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        self.field(label).select_option(label=option)

    def tick(self, label: str) -> None:
        self.field(label).check()

    def give(self, label: str, file: Path) -> None:
        self.field(label).set_input_files(file)

    def _activate(self, target: Locator) -> None:
        target.click()


class Keyboard(Mouse):
    def write(self, label: str, text: str) -> None:
        self._reach(self.field(label))
        self.tab.keyboard.press("Control+A")
        self.tab.keyboard.press("Delete")
        self.tab.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        field = self.field(label)
        self._reach(field)
        self.tab.keyboard.press("Home")
        texts = field.locator("option").all_inner_texts()
        for _ in range(texts.index(option)):
            self.tab.keyboard.press("ArrowDown")
        assert field.locator("option:checked").inner_text() == option

    def tick(self, label: str) -> None:
        field = self.field(label)
        if field.get_attribute("type") == "radio":
            self._choose_among(field)
        else:
            self._reach(field)
            self.tab.keyboard.press("Space")
        assert field.is_checked()

    def _choose_among(self, radio: Locator) -> None:
        """Tab stops once on a group of radio buttons; arrows go from one to the next."""
        group = self.tab.locator(f"input[type=radio][name='{radio.get_attribute('name')}']")
        checked = [one for one in group.all() if one.is_checked()]
        self._reach(checked[0] if checked else group.first)
        for _ in range(group.count()):
            if radio.evaluate("one => one === document.activeElement"):
                break
            self.tab.keyboard.press("ArrowDown")
        if not radio.is_checked():
            self.tab.keyboard.press("Space")

    def give(self, label: str, file: Path) -> None:
        """A browser at its limits may miss the first press, as a hurried hand does: one more opens the choice."""
        field = self.field(label)
        for key in ("Enter", "Space", "Enter"):
            self._reach(field)
            try:
                with self.tab.expect_file_chooser(timeout=CHOOSER_OPENS) as chooser:
                    self.tab.keyboard.press(key)
            except TooLong:
                continue
            return chooser.value.set_files(file)
        raise AssertionError(f"no choice of a file opens on {field}")

    def _activate(self, target: Locator) -> None:
        self._reach(target)
        self.tab.keyboard.press("Enter")

    def _reach(self, target: Locator) -> None:
        """Tab to it; from the top of the page once more when it is above."""
        there, before, rounds = target.element_handle(), None, 0
        if target.evaluate("one => one === document.activeElement"):
            return
        for _ in range(MOST_STOPS):
            self.tab.keyboard.press("Tab")
            stop = there.evaluate(FOCUS)
            if stop["gone"]:
                there, stop = target.element_handle(), target.evaluate(FOCUS)
            if stop["place"] is None:
                before, rounds = None, rounds + 1
                assert rounds < 3, f"Tab never reaches {target}"
                continue
            assert stop["seen"], f"the focus is not seen on {stop['html']}"
            assert before is None or before < stop["place"] or rounds == 0, f"out of order: {stop['html']}"
            if stop["arrived"]:
                return
            before = stop["place"]
        raise AssertionError(f"Tab does not reach {target} in {MOST_STOPS} stops")
