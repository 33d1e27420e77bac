"""What taking part leaves behind: expenses asked in two taps, a question of ethics that goes up to the country, actions
of the recommendations adopted by a team and seen from above."""

from datetime import timedelta

from django.utils import timezone

from tests.e2e.eyes import seen
from tests.e2e.hands import Keyboard, Mouse

SITUATION = "Une personne âgée refuse toute visite. {} s’inquiète pour elle."


def test_expenses_are_asked_in_two_taps(visitor):
    dominique = visitor(hands=Mouse, width=360).signs_in("dominique").reads("Aujourd’hui")
    dominique.tab.goto("/instances/")
    dominique.hands.go("Mes frais")
    seen(dominique).hands.go("Voir ma demande")
    seen(dominique.reads("D’après ce que nous savons")).hands.press("Envoyer", exact=True)
    seen(dominique.reads("Votre demande est envoyée"))


def test_a_question_is_answered_near_then_by_the_country(visitor, way):
    claire, maud = visitor(**way.how).signs_in("claire"), visitor(**way.how).signs_in("maud")
    asked = ask(claire.reads("Aujourd’hui"), f"Un refus ({way.name})")
    maud.reads("Aujourd’hui").tab.goto(asked)
    take(maud)
    maud.hands.go("Transmettre plus haut")
    maud.hands.choose("À quelle commission", "Commission éthique et déontologie (fictive)")
    maud.hands.write("L’avis de votre espace", "Nous proposons de dire ce qui inquiète, et d’attendre.")
    seen(maud).hands.press("Transmettre", exact=True)
    maud.reads("La question est transmise, avec votre avis")
    take(maud)
    maud.hands.go("Rendre un avis")
    maud.hands.write("Titre de l’avis", f"Attendre sans abandonner ({way.name})")
    maud.hands.write("L’avis", "Revenir, dire pourquoi, ne rien forcer.")
    maud.hands.tick("À tout le monde")
    seen(maud).hands.press("Rendre cet avis")
    maud.reads("L’avis est rendu")
    claire.tab.goto(asked)
    seen(claire.reads("Nous proposons de dire ce qui inquiète"))
    anybody = visitor()
    anybody.tab.goto("/textes/")
    anybody.reads(f"Attendre sans abandonner ({way.name})")


def ask(claire, title):
    """Whoever looks like somebody is shown before the question leaves; its address."""
    claire.tab.goto("/ethique/")
    seen(claire).hands.go("Saisir")
    claire.hands.write("En quelques mots", title)
    claire.hands.write("La situation", SITUATION.format("Mme Dupont"))
    claire.hands.write("Ce que vous demandez", "Jusqu’où insister ?")
    seen(claire).hands.press("Poser cette question")
    seen(claire.reads("on dirait"))
    assert claire.hands.field("Ce que vous demandez").input_value() == "Jusqu’où insister ?"
    claire.hands.write("La situation", SITUATION.format("Sa voisine"))
    claire.hands.press("Poser cette question")
    seen(claire.reads("Votre question est posée"))
    return claire.tab.url


def take(maud):
    maud.hands.go("Prendre en charge")
    maud.hands.write("Réponse au plus tard le", f"{timezone.localdate() + timedelta(days=30):%d/%m/%Y}")
    seen(maud).hands.press("Prendre en charge")
    maud.reads("La question est prise en charge")


def test_a_team_adopts_three_actions_and_the_country_sees_them(visitor):
    luc = visitor(hands=Keyboard).signs_in("luc").reads("Aujourd’hui")
    luc.tab.goto("/recommandations/?ou=here")
    boxes = luc.tab.get_by_role("checkbox")
    for number in range(3):
        boxes.nth(number).check()
    luc.hands.press("Adopter les actions cochées")
    seen(luc.reads("Dans quel plan"))
    luc.hands.write("Titre du nouveau plan", "Ce que notre équipe peut faire")
    luc.hands.press("Adopter", exact=True)
    seen(luc.reads("Qui peut le lire")).hands.go("Dire où on en est")
    luc.hands.tick("C’est fait")
    luc.hands.write("Le", f"{timezone.localdate():%d/%m/%Y}")
    luc.hands.write("Ce qui a été fait", "Une réunion par mois depuis la rentrée.")
    seen(luc).hands.press("Noter la preuve")
    luc.reads("La preuve est notée").hands.press("Publier")
    luc.reads("Tout le monde peut lire ce plan")
    above = visitor().signs_in("maud").reads("Aujourd’hui")
    above.tab.goto("/recommandations/avancement/")
    seen(above.reads("Mesures adoptées et où elles en sont"))
    above.tab.goto("/plans/")
    above.reads("Ce que notre équipe peut faire")
