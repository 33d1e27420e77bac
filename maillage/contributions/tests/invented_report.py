"""An invented report, of the shape that working groups write: two meetings, bullets of several hands, lines cut in two."""

KINDS = {
    "Les principaux constats": ("finding", "Le bus ne passe plus {n} fois par jour devant la permanence du village"),
    "Faiblesses identifiées": ("weakness", "Le délai du rendez-vous n° {n} décourage ceux qui viennent de loin"),
    "Impacts": ("impact", "La famille {n} renonce à sa demande, puis revient plus tard avec une dette"),
    "Besoins repérés": ("need", "Un lieu où l’on s’assoit, ouvert le jour {n} de la semaine, sans dossier à remplir"),
    "Menaces": ("threat", "La fermeture annoncée du bureau {n}, sans rien qui le remplace dans le canton"),
    "Opportunités": ("opportunity", "La mairie {n} prête une salle chauffée, et la bibliothèque un ordinateur"),
    "Préconisations": ("recommendation", "Tenir une permanence commune dans le quartier {n}, avec les associations"),
    "Pratiques inspirantes": ("practice", "Dans la vallée {n}, une habitante accompagne ses voisins au premier rendez-vous"),
}  # fmt: skip
MEETINGS = ("1ère réunion : 3 mars 2031", "2ème réunion : 7 avril 2031")
EACH = 5


def text() -> str:
    """Each kind five times in each of two meetings: 80 bullets, and a foreword to leave."""
    lines = [
        "Assises de la vallée",
        "",
        "Groupe de travail 4 – Vallée verte",
        "",
        "La séance commence à neuf heures.",
        "",
    ]
    for meeting in MEETINGS:
        lines += [meeting, ""]
        for heading, (_, words) in KINDS.items():
            lines += [heading, "", ""]
            for n in range(EACH):
                bullet = f"  • {words.format(n=n + 1)}"
                lines += [*_cut(bullet), ""]
    return "\n".join(lines)


def _cut(bullet: str) -> list[str]:
    """As a file pasted from another one: the line stops in the middle of the sentence."""
    if len(bullet) < 90:
        return [bullet]
    at = bullet.rindex(" ", 0, 70)
    return [bullet[:at], "", bullet[at + 1 :]]
