"""The papers of a claim: an information sheet to copy from, a request, a reminder, an appeal. As PDF, or as DOCX to change.

Plain sentences; what is not known is left as a line to fill by hand. Nothing is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document

from maillage.people.models import Household, Person
from maillage.rights.models import Appeal, Claim
from maillage.rights.procedures import CLAIMABLE, Procedure, Way
from maillage.web.pdf import render_pdf
from maillage.web.wording import amount, day

BLANK = "........................................"
SIGNED = "Signature"


@dataclass(frozen=True)
class Paper:
    """Title, addressee, facts [(label, value)], paragraphs, list of enclosures, where and when."""

    title: str
    to: str = ""
    sender: tuple[str, ...] = ()
    subject: str = ""
    paragraphs: tuple[str, ...] = ()
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    enclosures: tuple[str, ...] = ()
    place: str = ""
    note: str = ""
    signed: bool = True


@dataclass(frozen=True)
class Known:
    """What a paper may say, gathered by `queries.papers`: only what the reader sees."""

    claim: Claim
    person: Person
    address: str
    contacts: tuple[str, ...]
    members: tuple[tuple[str, str], ...]
    budget: tuple[tuple[str, str], ...]
    pieces: tuple[str, ...]
    appeals: tuple[Appeal, ...]
    procedure: Procedure
    way: Way | None
    today: date
    facts: tuple[tuple[str, str], ...] = ()
    household: Household | None = None


def paper(kind: str, known: Known) -> Paper:
    return {"fiche": _sheet, "demande": _request, "relance": _reminder, "recours": _appeal}[kind](known)


def _identity(known: Known) -> tuple[tuple[str, str], ...]:
    person = known.person
    return (
        ("Nom", person.last_name or BLANK),
        ("Prénom", person.first_name or BLANK),
        ("Date de naissance", day(person.birth_date) if person.birth_date else BLANK),
        ("Adresse", known.address or BLANK),
        ("Pour la joindre", ", ".join(known.contacts) or BLANK),
        ("Numéro de dossier", known.claim.reference or BLANK),
    )


def _sheet(known: Known) -> Paper:
    benefit = CLAIMABLE[known.claim.benefit]
    form = f", formulaire cerfa n° {benefit.form}" if benefit.form else ""
    where = (("Organisme", known.claim.body or benefit.body), ("Démarche", f"{benefit.online}{form}"))
    pieces = tuple((piece, "à joindre") for piece in known.pieces)
    sections = (
        ("La demande", where),
        ("La personne", _identity(known)),
        ("Le foyer", known.members),
        ("La situation", known.facts),
        ("Les ressources notées", known.budget),
        ("Les pièces", pieces),
    )
    return Paper(
        title=f"Fiche de renseignements\u00a0: {benefit.name}",
        sections=tuple((title, rows) for title, rows in sections if rows),
        note="À relire avec la personne avant de recopier. Ce qui n’est pas connu est laissé en pointillés.",
        signed=False,
    )


def _sender(known: Known) -> tuple[str, ...]:
    return (known.person.full_name, known.address or BLANK, *known.contacts)


def _letter(
    known: Known, title: str, subject: str, *paragraphs: str, to: str = "", enclosures: bool = False
) -> Paper:
    return Paper(
        title=title,
        to=to or known.claim.body or CLAIMABLE[known.claim.benefit].body,
        sender=_sender(known),
        subject=subject,
        paragraphs=("Madame, Monsieur,", *filter(None, paragraphs), "Je vous remercie de votre réponse."),
        enclosures=known.pieces if enclosures else (),
        place=f"Fait à {BLANK}, le {day(known.today)}",
    )


def _number(known: Known) -> str:
    return f" (dossier n° {known.claim.reference})" if known.claim.reference else ""


def _request(known: Known) -> Paper:
    name = known.claim.name
    return _letter(
        known,
        f"Demande\u00a0: {name}",
        f"Demande de la prestation «\u00a0{name}\u00a0»{_number(known)}",
        f"Je demande la prestation «\u00a0{name}\u00a0».",
        "Ma demande est faite sur papier. Je vous remercie de m’en accuser réception, en indiquant le délai de votre "
        "réponse et ce que vaudrait votre silence (code des relations entre le public et l’administration, articles "
        "L112-3 et R112-5).",
        "S’il manque une pièce, dites-moi laquelle et jusqu’à quand je peux la fournir (même code, article L114-5).",
        enclosures=True,
    )


def _reminder(known: Known) -> Paper:
    claim, name = known.claim, known.claim.name
    filed = (
        f"J’ai déposé le {day(claim.filed_on)} une demande" if claim.filed_on else "J’ai déposé une demande"
    )
    received = f" Vous l’avez reçue le {day(claim.received_on)}." if claim.received_on else ""
    return _letter(
        known,
        f"Relance\u00a0: {name}",
        f"Demande de la prestation «\u00a0{name}\u00a0»{_number(known)}, sans réponse à ce jour",
        f"{filed} de la prestation «\u00a0{name}\u00a0».{received} Je n’ai pas reçu votre réponse.",
        _owed(known),
        "Je vous demande où en est cette demande, ce qui manque s’il manque quelque chose, et à quelle date "
        "j’aurai votre réponse.",
    )


def _owed(known: Known) -> str:
    due = known.claim.answer_due_on
    if due is None or known.claim.received_on is None:
        return "Je n’ai pas reçu d’accusé de réception\u00a0: aucun délai ne peut donc m’être opposé."
    when = "était due" if due < known.today else "est due"
    return f"Elle {when} le {day(due)} ({known.procedure.source})."


def _appeal(known: Known) -> Paper:
    claim, way, name = known.claim, known.way, known.claim.name
    assert way is not None
    last = known.appeals[-1] if known.appeals else None
    answered = last.decision_on if last else claim.answered_on
    decided = f"du {day(answered)}" if answered else ""
    silent = "née de votre silence, " if (last.against_silence if last else claim.implicit) else ""
    refusal = f"Le motif donné est le suivant\u00a0: «\u00a0{claim.refusal}\u00a0»." if claim.refusal else ""
    return _letter(
        known,
        f"Recours\u00a0: {name}",
        f"Contestation de la décision {decided} sur la prestation «\u00a0{name}\u00a0»{_number(known)}",
        f"Je conteste la décision {silent}{decided}, relative à la prestation «\u00a0{name}\u00a0» ({way.source}).",
        refusal,
        f"Je la conteste pour les raisons suivantes\u00a0: {_grounds(known)}",
        _computed(known),
        "Je vous demande de revoir ma situation et de m’accorder cette prestation depuis la date de ma demande.",
        to=f"{way.authority}{', ' + claim.body if claim.body else ''}",
        enclosures=True,
    )


def _grounds(known: Known) -> str:
    return known.appeals[-1].grounds if known.appeals and known.appeals[-1].grounds else BLANK


def _computed(known: Known) -> str:
    if known.claim.estimated is None:
        return ""
    return (
        f"D’après une estimation faite avec OpenFisca-France à partir de ma situation, le montant serait d’environ "
        f"{amount(known.claim.estimated)}."
    )


def as_pdf(paper: Paper, by: str) -> bytes:
    data: dict[str, Any] = {
        "title": paper.title, "to": paper.to, "sender": list(paper.sender), "subject": paper.subject,
        "paragraphs": list(paper.paragraphs), "sections": [[title, list(rows)] for title, rows in paper.sections],
        "enclosures": list(paper.enclosures), "place": paper.place, "note": paper.note,
        "signed": SIGNED if paper.signed else "", "footer": by,
    }  # fmt: skip
    return render_pdf("rights/paper.typ", data)


def as_docx(paper: Paper) -> bytes:
    """The same, to be changed in a word processor: real headings and lists, French."""
    document = Document()
    document.core_properties.title, document.core_properties.language = _legible(paper.title), "fr-FR"
    document.core_properties.author = "Maillage"
    for line in paper.sender:
        document.add_paragraph(_legible(line))
    if paper.to:
        document.add_paragraph(_legible(paper.to))
    document.add_heading(_legible(paper.title), level=1)
    if paper.subject:
        document.add_paragraph(_legible(f"Objet\u00a0: {paper.subject}"))
    for line in paper.paragraphs:
        document.add_paragraph(_legible(line))
    _sections(document, paper)
    for line in (paper.place, SIGNED if paper.signed else "", paper.note):
        if line:
            document.add_paragraph(_legible(line))
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _sections(document: Any, paper: Paper) -> None:
    for title, rows in paper.sections:
        document.add_heading(title, level=2)
        for label, value in rows:
            document.add_paragraph(_legible(f"{label}\u00a0: {value}"))
    if paper.enclosures:
        document.add_heading("Pièces jointes", level=2)
        for line in paper.enclosures:
            document.add_paragraph(_legible(line), style="List Bullet")


def _legible(text: str) -> str:
    """Without the control characters that no XML file can hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")
