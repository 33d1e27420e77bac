"""Sign in, fail to, be locked out, come back; a session that ended; a second factor."""

from playwright.sync_api import expect


def test_claire_signs_in(visitor):
    claire = visitor().signs_in("claire")
    expect(claire.tab.get_by_role("heading", level=1)).to_have_text("Aujourd’hui")
