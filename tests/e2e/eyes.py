"""What is looked at on every page: axe, the width, spaced texts, motion, the console, the refusals of the content security policy."""

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page, Response

from tests.depth import WHOLE

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = "options => axe.run(document, {...options, resultTypes: ['violations'], preload: false})"
ABOUT_COLOURS = ("color-contrast", "link-in-text-block")
ONLY_COLOURS = {"runOnly": list(ABOUT_COLOURS)}
WITHOUT_COLOURS = {"rules": {name: {"enabled": False} for name in ABOUT_COLOURS}}
# What a contrast is made of, each once: the colours of a text, of what is behind it and around it, its size and weight.
CONTRASTS = """() => {
  const behind = one => {
    let seen = "", through = 1;
    for (; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      through *= style.opacity;
      if (style.backgroundImage !== "none") seen += style.backgroundImage;
      if (style.backgroundColor !== "rgba(0, 0, 0, 0)") return seen + style.backgroundColor + through;
    }
    return seen + through;
  };
  const told = one => {
    const style = getComputedStyle(one), around = one.parentElement && getComputedStyle(one.parentElement).color;
    return [one.tagName, style.color, around, behind(one), style.fontSize, style.fontWeight, style.textDecorationLine].join(" ");
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set(document.querySelectorAll("input, select, textarea"));
  while (texts.nextNode()) if (texts.currentNode.data.trim()) found.add(texts.currentNode.parentElement);
  return [...new Set([...found].map(told))];
}"""
# What a page is made of, its words apart: elements, what their attributes say when it is not free, which hold a text. Rows alike,
# one after the other, are one. Two pages that give the same are the same page for all of axe but the contrasts.
MADE_OF = """() => {
  const free = /^(id|name|for|href|src|value|title|alt|content|action|list|style|datetime|placeholder|data-.*|.*label|.*ledby|.*describedby|.*controls)$/;
  const said = one => free.test(one.name) ? one.name + (one.value.trim() ? "=…" : "=") : `${one.name}=${one.value}`;
  const told = one => {
    const inside = [];
    for (const child of one.childNodes) {
      const next = child.nodeType === 1 ? told(child) : child.nodeType === 3 && child.data.trim() ? "…" : "";
      if (next && next !== inside.at(-1)) inside.push(next);
    }
    return `<${one.tagName} ${[...one.attributes].map(said).join(" ")}>${inside.join("")}</>`;
  };
  return innerWidth + told(document.documentElement);
}"""
NARROW, ZOOMED = 320, 640
# As somebody who reads with difficulty may set them (WCAG 1.4.12): nothing is cut, nothing leaves the page.
SPACED = """() => {
  const spacing = new CSSStyleSheet(), before = document.adoptedStyleSheets;
  spacing.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [...before, spacing];
  const hides = one => {
    const style = getComputedStyle(one), cuts = ["hidden", "clip"];
    return one.innerText && style.clipPath === "none" && (
      (cuts.includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1) ||
      (cuts.includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1));
  };
  const found = [...document.body.querySelectorAll("*")].filter(hides).map(one => `cut when spaced: ${one.outerHTML.slice(0, 120)}`);
  const reached = document.documentElement.scrollWidth;
  if (reached > innerWidth) found.push(`${reached} px wide in ${innerWidth} when spaced`);
  document.adoptedStyleSheets = before;
  return found;
}"""
TWICE = """() => {
  const names = [...document.querySelectorAll("[id]")].map(one => one.id);
  return names.filter((name, rank) => names.indexOf(name) < rank).map(name => `two of the same name: ${name}`);
}"""
LOST = r"""() => {
  const lost = [];
  for (const name of ["aria-describedby", "aria-labelledby", "aria-controls", "for", "form", "headers", "list"])
    for (const one of document.querySelectorAll(`[${name}]`))
      for (const ident of one.getAttribute(name).split(/\s+/))
        if (!document.getElementById(ident)) lost.push(`${name} leads nowhere: ${one.outerHTML.slice(0, 120)}`);
  return lost;
}"""
MOVES = "() => document.getAnimations().map(one => `moves: ${one.effect.target.outerHTML.slice(0, 120)}`)"
STATUS_OF_A_PAGE = "Failed to load resource: the server responded with a status of 4"


class Watch:
    """Collects what a tab complains about. A page may answer 4xx (a form to correct); what it loads may not."""

    def __init__(self, tab: Page) -> None:
        self.faults: list[str] = []
        tab.on("console", lambda message: self._console(message.type, message.text))
        tab.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        tab.on("response", self._response)

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not text.startswith(STATUS_OF_A_PAGE):
            self.faults.append(f"console: {text}")

    def _response(self, response: Response) -> None:
        is_page = response.request.resource_type in ("document", "xhr", "fetch")
        if response.status >= (500 if is_page else 400):
            self.faults.append(f"{response.status}: {response.url}")


judged: dict[str, set[str]] = {"light": set(), "dark": set()}
"""Contrasts that axe looked at already, on any page: it takes it longer than all its other rules."""
built: set[int] = set()
"""What the pages were made of, words apart, that axe looked at already. Each page is judged again in the bars."""


def violations(tab: Page) -> list[str]:
    """axe in light, then what may change in dark. Never on a tab without JavaScript: axe would wait for ever."""
    _give_axe(tab)
    found = _axe(tab, _left_to_judge(_new_build(tab), _new_contrasts(tab, "light")))
    tab.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in _axe(tab, _left_to_judge(False, _new_contrasts(tab, "dark")))]
    tab.emulate_media(color_scheme="light")
    return found


def _left_to_judge(build: bool, colours: bool) -> dict | None:
    if build:
        return {} if colours else WITHOUT_COLOURS
    return ONLY_COLOURS if colours else None


def _new_build(tab: Page) -> bool:
    made_of = hash(tab.evaluate(MADE_OF))
    new = WHOLE or made_of not in built
    built.add(made_of)
    return new


def _new_contrasts(tab: Page, scheme: str) -> bool:
    new = set(tab.evaluate(CONTRASTS)) - judged[scheme]
    judged[scheme] |= new
    return bool(new)


def _give_axe(tab: Page) -> None:
    """Sent once to a tab, that keeps it for all its next pages: it is as long as fifty of them."""
    if not tab.evaluate("'axe' in window"):
        tab.add_init_script(AXE)
        tab.evaluate(AXE)


def _axe(tab: Page, options: dict | None) -> list[str]:
    if options is None:
        return []
    rows = tab.evaluate(RUN, options)["violations"]
    return [f"{row['id']}: {node['html'][:200]}" for row in rows for node in row["nodes"]]


def overflows(tab: Page) -> list[str]:
    """As it is, at 320 px, with texts spaced too, and at 1280 px zoomed to 200 %: nothing to scroll sideways. Leaves the tab at
    its width."""
    before = tab.viewport_size
    found = []
    for width in (before["width"], NARROW, ZOOMED):
        if width != tab.viewport_size["width"]:
            tab.set_viewport_size({"width": width, "height": 800})
        reached = tab.evaluate("document.documentElement.scrollWidth")
        if reached > width:
            found.append(f"{reached} px wide in {width}")
        elif width == NARROW:
            found += tab.evaluate(SPACED)
    tab.set_viewport_size(before)
    return found


def complaints(tab: Page) -> list[str]:
    return violations(tab) + overflows(tab) + tab.evaluate(MOVES) + tab.evaluate(TWICE) + tab.evaluate(LOST)


def seen(somebody: Any) -> Any:
    """Looks at the page that this visitor has before them, where axe can run; the visitor."""
    if somebody.javascript:
        assert complaints(somebody.tab) == []
    return somebody
