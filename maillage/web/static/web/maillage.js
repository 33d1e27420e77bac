"use strict";
/* Progressive only: every page works without this file. */

// An error summary takes the focus, so that it is read first.
function focusErrors(root) {
  const summary = root.querySelector(".error-summary");
  if (summary) summary.focus();
}
document.addEventListener("DOMContentLoaded", () => focusErrors(document));
document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.detail.target));

// A link to a confirm page (data-confirm) opens that page's form in a dialog.
async function openConfirm(link) {
  const answer = await fetch(link.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = answer.ok && page.querySelector(".confirm");
  if (!form) return void location.assign(link.href);
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "confirm-title");
  dialog.append(form);
  dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-cancel]")) { event.preventDefault(); dialog.close(); }
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("[data-cancel]").focus(); // Enter must not do what cannot be undone.
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-confirm]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openConfirm(link).catch(() => location.assign(link.href));
});

// A double click does not send the same form twice (a form that downloads a file may be sent again later).
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return void event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 3000);
});

// What htmx could not do is said, never silent.
function say(text, ...after) {
  const region = document.getElementById("messages");
  if (!region) return;
  const message = document.createElement("div");
  message.className = "message error";
  message.append(Object.assign(document.createElement("p"), { textContent: text }), ...after);
  region.replaceChildren(message);
}
document.addEventListener("htmx:sendError", () =>
  say("La connexion est coupée. Rien n’est perdu : vérifiez le réseau, puis recommencez."));
document.addEventListener("htmx:responseError", (event) => {
  const expired = event.detail.xhr.status === 403;
  say(expired
    ? "Cette action n’est pas permise, ou votre session est terminée. Rechargez la page pour continuer."
    : "Le serveur n’a pas pu répondre. Rechargez la page, puis recommencez.");
});

// A session that is about to end says so, and goes on when asked: any answer of the server makes it last again.
const WARNED = 120; // seconds before it ends
let ending;
function watchSession() {
  const lasts = Number(document.body.dataset.session);
  clearTimeout(ending);
  if (lasts) ending = setTimeout(warn, (lasts - WARNED) * 1000);
}
function warn() {
  const go = Object.assign(document.createElement("button"), { type: "button", textContent: "Rester connecté" });
  go.addEventListener("click", () => stay().catch(() => say("La connexion est coupée. Réessayez.", go)));
  say("Votre session se ferme dans deux minutes. Ce qui n’est pas enregistré sera perdu.", go);
}
async function stay() {
  await fetch("/aide/", { credentials: "same-origin" });
  document.getElementById("messages").replaceChildren();
  document.getElementById("contenu").focus();
  watchSession();
}
document.addEventListener("DOMContentLoaded", watchSession);
document.addEventListener("htmx:afterRequest", watchSession);
