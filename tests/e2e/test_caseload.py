"""Every household of a worker at once: the work followed on its page, the list, the first result."""

from playwright.sync_api import expect

from tests.e2e.eyes import complaints


def test_screen_them_all_and_open_the_first(visitor, way):
    sophie = visitor(**way.how).signs_in("sophie").reads("Aujourd’hui")
    sophie.hands.go("Droits", exact=True)
    sophie.hands.press("Chercher les droits de tous mes foyers")
    sophie.tab.wait_for_url("**/travaux/**")
    if sophie.javascript:
        assert complaints(sophie.tab) == []
    sophie.follows_the_work()
    sophie.hands.go("Voir le résultat")
    sophie.reads("Ce qui est le plus simple à ouvrir d’abord")
    sophie.hands.choose("État", "droit probable")
    sophie.hands.press("Filtrer")
    sophie.tab.wait_for_url("**etat=*")
    first = sophie.tab.locator("table.stacked tbody a").first
    who, benefit = first.inner_text().replace("\n", " ").split(", ", 1)
    sophie.hands.go(f"{who}, {benefit}")
    expect(sophie.tab.get_by_role("heading", level=1)).to_have_text(f"Droits de {who}")
    expect(sophie.tab.locator("section", has_text="Droits pas encore demandés").first).to_contain_text(
        benefit
    )


def test_screen_a_territory_and_see_what_comes(visitor, way):
    sophie = visitor(**way.how).signs_in("sophie").reads("Aujourd’hui")
    sophie.hands.go("Droits", exact=True)
    sophie.hands.go("Radar de la structure et du territoire")
    sophie.hands.tick("Ceux d’un territoire")
    sophie.hands.write("Communes du territoire (facultatif)", "Chinon")
    sophie.hands.press("Chercher les droits")
    sophie.tab.wait_for_url("**/travaux/**")
    sophie.follows_the_work()
    sophie.hands.go("Voir le résultat")
    sophie.hands.go("Radar de la structure et du territoire")
    sophie.reads("1 commune : 37072")
    sophie.hands.go("Droits", exact=True)
    sophie.hands.go("Échéances à venir")
    sophie.reads("Seul ce qui est écrit au dossier est dit ici.")
