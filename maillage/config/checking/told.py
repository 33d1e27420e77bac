"""What the environment says, and what it leaves at values made for a trial."""

import socket
import ssl
from collections.abc import Iterator
from ipaddress import ip_address
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.validators import validate_email

from maillage.config.checking.missing import NB, Missing
from maillage.pages import texts

SHORTEST_SECRET = 50
HTTPS_PORT, SECONDS = 443, 5
HERE = ("127.0.0.1", "localhost", "[::1]")


def secret_key() -> Iterator[Missing]:
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_SECRET or len(set(key)) < 10:
        yield Missing(
            f"MAILLAGE_SECRET_KEY est trop courte ou trop simple{NB}: on pourrait forger une session.",
            "openssl rand -base64 48",
        )


def names() -> Iterator[Missing]:
    if "*" in settings.ALLOWED_HOSTS:
        yield Missing(f"MAILLAGE_HOSTS accepte tous les noms{NB}: un lien envoyé par courriel pourrait mener ailleurs.",
                      "MAILLAGE_HOSTS=maillage.votre-domaine.fr")  # fmt: skip
    elif not public_names():
        yield Missing(f"MAILLAGE_HOSTS ne nomme que cette machine{NB}: personne n’entrera depuis une autre.",
                      "MAILLAGE_HOSTS=maillage.votre-domaine.fr")  # fmt: skip


def public_names() -> list[str]:
    return [name for name in settings.ALLOWED_HOSTS if name not in HERE and "*" not in name]


def https() -> Iterator[Missing]:
    if not settings.HTTPS:
        yield Missing(
            f"MAILLAGE_HTTPS=non{NB}: mots de passe et dossiers passeraient en clair.", "MAILLAGE_HTTPS=oui"
        )
        return
    if not settings.BEHIND_PROXY:
        yield Missing(
            f"MAILLAGE_PROXY n’est pas «{NB}oui{NB}»{NB}: derrière nginx, chaque visite semble venir de la même adresse, en clair.",
            "MAILLAGE_PROXY=oui",
            serious=False,
        )
    for name in public_names():
        yield from _answers_in_https(name)


def _answers_in_https(name: str) -> Iterator[Missing]:
    try:
        with socket.create_connection((name, HTTPS_PORT), SECONDS) as plain:
            ssl.create_default_context().wrap_socket(plain, server_hostname=name).close()
    except ssl.SSLError as error:
        yield Missing(f"Le certificat de {name} est refusé{NB}: {getattr(error, 'verify_message', '') or error.reason}.",
                      "Renouvelez-le, puis «\u00a0systemctl reload nginx\u00a0».")  # fmt: skip
    except OSError:
        yield Missing(f"https://{name} ne répond pas depuis cette machine.",
                      f"Vérifiez le nom, le pare-feu et nginx (port {HTTPS_PORT}).", serious=False)  # fmt: skip


def second_factor() -> Iterator[Missing]:
    if not settings.SECOND_FACTOR_REQUIRED:
        yield Missing(
            f"MAILLAGE_SECOND_FACTOR=non{NB}: un mot de passe volé suffit pour entrer.",
            "Retirez cette ligne.",
        )


def mail() -> Iterator[Missing]:
    if settings.EMAIL_FILE_PATH and not settings.EMAIL_HOST:
        yield Missing(
            f"Les courriels sont écrits dans {settings.EMAIL_FILE_PATH}, aucun ne part.",
            "MAILLAGE_SMTP_HOST=…",
        )
    elif not settings.EMAIL_HOST:
        yield Missing(
            f"Aucun serveur de courriel{NB}: ni invitation, ni rappel, ni convocation ne part.",
            "MAILLAGE_SMTP_HOST=…",
        )
    else:
        yield from _mail_server()
    yield from _sender()


def _mail_server() -> Iterator[Missing]:
    """Goes as far as signing in, and sends nothing."""
    try:
        connection = get_connection(timeout=SECONDS)
        connection.open()
        connection.close()
    except (OSError, SMTPException) as error:
        said = type(error).__name__
        yield Missing(f"Le serveur de courriel {settings.EMAIL_HOST}:{settings.EMAIL_PORT} ne répond pas ou refuse ({said}).",
                      "Vérifiez MAILLAGE_SMTP_HOST, _PORT, _USER et _PASSWORD.")  # fmt: skip


def _sender() -> Iterator[Missing]:
    sender = settings.DEFAULT_FROM_EMAIL
    if not _is_an_address(sender) or sender.endswith("@localhost"):
        yield Missing(f"L’expéditeur des courriels est {sender}{NB}: ils seront refusés.",
                      "MAILLAGE_EMAIL_FROM=maillage@votre-domaine.fr")  # fmt: skip


def alerts() -> Iterator[Missing]:
    if not settings.ALERTS:
        yield Missing(f"Personne n’est prévenu quand une tâche de la nuit échoue{NB}: sauvegarde, journal, contrôle.",
                      "MAILLAGE_ALERTS=vous@votre-domaine.fr", serious=False)  # fmt: skip
    for address in settings.ALERTS:
        if not _is_an_address(address):
            yield Missing(f"MAILLAGE_ALERTS nomme «{NB}{address}{NB}», qui n’est pas une adresse.",
                          "MAILLAGE_ALERTS=vous@votre-domaine.fr,collegue@votre-domaine.fr")  # fmt: skip


def _is_an_address(told: str) -> bool:
    try:
        validate_email(told)
    except ValidationError:
        return False
    return True


def other_messages() -> Iterator[Missing]:
    if settings.MAILLAGE_SENDERS["sms"] == "maillage.web.senders.ConsoleSender":
        yield Missing(f"Aucun SMS ne part{NB}: le service les écrit, numéro et texte compris, là où vont ses journaux.",
                      "MAILLAGE_SENDER_SMS (docs/guides/messages.md), ou n’en promettez à personne.", serious=False)  # fmt: skip


def figures() -> Iterator[Missing]:
    local = any(ip_address("127.0.0.1") in one for one in settings.METRICS_FROM)
    if local and not settings.BEHIND_PROXY:
        yield Missing(f"MAILLAGE_METRICS_FROM nomme cette machine, et MAILLAGE_PROXY n’est pas «{NB}oui{NB}»{NB}: derrière nginx, "
                      "chacun lirait /sante/mesures.", "MAILLAGE_PROXY=oui", serious=False)  # fmt: skip


def statement() -> Iterator[Missing]:
    """The law asks a statement of accessibility of each site: the one that is shipped says what is left to whoever installs it."""
    if "à compléter" in texts.document("declaration.md").html.lower():
        yield Missing(f"La déclaration d’accessibilité que tout le monde lit porte encore «{NB}à compléter{NB}».",
                      "MAILLAGE_TEXTS (docs/guides/administration.md)", serious=not settings.DEMONSTRATION)  # fmt: skip


CHECKS = (secret_key, names, https, second_factor, mail, alerts, other_messages, figures, statement)
