"""One tab of one person, and the pictures taken of it: light files, the same size, nothing that moves."""

import io
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.e2e.hands import Mouse

FOLDER = Path(__file__).resolve().parents[2] / "docs/guides/usagers/images"
PASSWORD = "maillage en touraine"
WIDTH, HEIGHT, PHONE = 1180, 760, 400


class Person(Mouse):
    """What they do in the tab (`go`, `press`, `write`…), and `picture`."""

    def __init__(self, browser: Browser, address: str, *, width: int = WIDTH, folder: Path = FOLDER) -> None:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": HEIGHT},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        super().__init__(context.new_page())
        self.folder = folder

    def sign_in(self, name: str) -> "Person":
        self.tab.goto("/compte/connexion/")
        self.write("Adresse e-mail", f"{name}@maillage.example")
        self.write("Mot de passe", PASSWORD)
        self.press("Se connecter", exact=True)
        return self.sees("Aujourd’hui")

    def sees(self, title: str) -> "Person":
        """Wait for the page of that title, or whose title begins so."""
        wanted = re.compile("^" + re.escape(title).replace("\\ ", "\\s"))
        self.tab.get_by_role("heading", level=1, name=wanted).wait_for()
        return self

    def menu(self, name: str) -> "Person":
        self.tab.get_by_role("navigation").get_by_role("link", name=name, exact=True).first.click()
        return self

    def turns_to(self, name: str, picture: str) -> "Person":
        """A page of the menu, that bears the same name."""
        return self.menu(name).sees(name).picture(picture)

    def opens(self, name: str, picture: str) -> "Person":
        """A page that bears the name of its link."""
        self.go(name)
        return self.sees(name).picture(picture)

    def at(self, heading: str) -> "Person":
        """Scroll so that this heading is at the top."""
        self.tab.get_by_role("heading", name=heading).first.evaluate("one => one.scrollIntoView()")
        return self

    def picture(self, name: str) -> "Person":
        self.tab.evaluate("document.activeElement && document.activeElement.blur()")
        shot = Image.open(io.BytesIO(self.tab.screenshot(animations="disabled", caret="hide")))
        shot.convert("RGB").save(self.folder / f"{name}.webp", quality=60, method=6)
        return self
