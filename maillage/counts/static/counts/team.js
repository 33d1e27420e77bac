/* Lines are kept on the phone, then sent. Each has an identifier made here: sent twice, it is one row.
   Without this file the form is an ordinary form. */

const KEPT = "maillage-comptage-1"; // the cache of templates/counts/offline.js
const TOLD = "refus-de-la-fiche"; // the error of a field, that points to it
const EVERY = 10000; // a browser may believe that it has network, or not say when it is back
const form = document.querySelector("form[data-lines]");
const told = document.getElementById("attente");
const list = document.getElementById("gardees");
const key = `maillage-comptage:${location.pathname}`;
let sending = false;

function waiting() {
  return JSON.parse(localStorage.getItem(key) || "[]");
}

function keep(lines) {
  localStorage.setItem(key, JSON.stringify(lines));
  show(lines);
}

// Read again before each change: another tab may have sent some.
function change(line, changed) {
  keep(waiting().flatMap((one) => (one.line === line ? (changed ? [{ ...one, ...changed }] : []) : [one])));
}

function identifier() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function show(lines) {
  const count = lines.length;
  told.textContent = count ? `${count} ${count > 1 ? told.dataset.many : told.dataset.one}` : "";
  list.hidden = !count;
  list.replaceChildren(...lines.map(row));
}

function row(one) {
  const words = Object.assign(document.createElement("span"), { textContent: one.told });
  if (one.refused) words.append(document.createElement("br"), Object.assign(document.createElement("strong"), { textContent: one.refused }));
  const item = document.createElement("li");
  item.append(words);
  if (one.tried && !one.refused) return item;
  if (form.elements.round) item.append(button("Reprendre", one, () => take(one)));
  item.append(button("Retirer", one, () => change(one.line)));
  return item;
}

function button(label, one, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: label });
  const hidden = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` : ${one.told}` });
  made.append(hidden);
  made.addEventListener("click", act);
  return made;
}

// Back in the form, to be corrected: of a line that never left, or that was refused. Once it left, it may have been
// received without the answer coming back: it is corrected in the list of what is received.
function take(one) {
  fill(one.fields);
  form.elements.at.value = one.at;
  change(one.line);
  form.elements.round.focus();
}

function fill(fields) {
  form.reset();
  for (const [name, value] of fields) {
    const field = form.elements[name];
    if (field instanceof RadioNodeList) field.value = value;
    else if (field && field.type === "checkbox") field.checked = true;
    else if (field) field.value = value;
  }
}

function words(at) {
  const chosen = (name) => form.querySelector(`[name=${name}]:checked`)?.closest("label")?.textContent.trim();
  const hour = new Date(at).toLocaleTimeString("fr-FR", { hour: "numeric", minute: "2-digit" }).replace(":", " h ");
  const persons = Number(form.elements.persons.value);
  return [`${persons} personne${persons > 1 ? "s" : ""}`, chosen("shape"), chosen("contact"), hour].filter(Boolean).join(", ");
}

// The same few things that the server refuses, said before the street is left.
const CHECKS = [
  ["contact", (data) => !data.get("contact"), "Choisissez une réponse."],
  ["shape", (data) => !data.get("shape"), "Choisissez une réponse."],
  ["persons", (data) => !(Number(data.get("persons")) >= 1 && Number(data.get("persons")) <= 60), "Écrivez un nombre de 1 à 60."],
  ["persons", (data) => data.get("shape") === "alone" && data.get("persons").trim() !== "1", "Une personne seule : écrivez 1, ou choisissez un autre ménage."],
  ["persons", (data) => data.get("shape") === "couple" && data.get("persons").trim() !== "2", "Un couple sans enfant : écrivez 2, ou choisissez un autre ménage."],
  ["persons", (data) => ["family", "group"].includes(data.get("shape")) && Number(data.get("persons")) < 2, "À plusieurs : écrivez 2 au moins."],
  ["minors", (data) => !(Number(data.get("minors") || NaN) >= 0), "Écrivez un nombre de 0 à 60."],
  ["minors", (data) => Number(data.get("minors")) > Number(data.get("persons")), "Les mineurs sont comptés parmi les personnes."],
  ["minors", (data) => data.get("shape") === "couple" && Number(data.get("minors")) > 0, "Un couple sans enfant n’a pas de mineur : choisissez famille."],
];

function refused(data) {
  form.querySelectorAll("[data-told]").forEach((one) => one.remove());
  form.querySelectorAll("[aria-invalid]").forEach((one) => {
    one.removeAttribute("aria-invalid");
    one.setAttribute("aria-describedby", (one.getAttribute("aria-describedby") || "").replace(TOLD, "").trim());
  });
  const wrong = CHECKS.find(([, test]) => test(data));
  if (!wrong) return false;
  const field = form.elements[wrong[0]];
  const first = field instanceof RadioNodeList ? field[0] : field;
  const why = Object.assign(document.createElement("p"), { className: "errorlist", id: TOLD, textContent: wrong[2] });
  why.dataset.told = "";
  why.setAttribute("role", "alert");
  first.closest(".field").append(why);
  first.setAttribute("aria-invalid", "true");
  first.setAttribute("aria-describedby", `${first.getAttribute("aria-describedby") || ""} ${TOLD}`.trim());
  first.focus();
  return true;
}

function submitted(event) {
  event.preventDefault();
  const data = new FormData(form);
  if (refused(data)) return;
  const at = data.get("at") || new Date().toISOString();
  const outside = ["csrfmiddlewaretoken", "request_key", "line", "at"];
  const fields = [...data].filter(([name]) => !outside.includes(name));
  keep([...waiting(), { line: identifier(), at, fields, told: words(at), refused: "", tried: false }]);
  const round = form.elements.round.value;
  form.reset();
  form.elements.round.value = round;
  form.elements.at.value = "";
  document.querySelector("#fiche").scrollIntoView();
  send();
}

async function send() {
  if (sending || !navigator.onLine) return;
  sending = true;
  let received = 0;
  try {
    for (const one of waiting()) {
      if (one.refused) continue;
      change(one.line, { tried: true });
      const answer = await post(one);
      if (answer.ok) {
        change(one.line);
        received += 1;
      } else if (answer.status === 422) {
        change(one.line, { refused: (await answer.json()).refused.join(" ") });
      } else if (answer.status === 404) {
        change(one.line, { refused: "Ce lien n’ouvre plus : appelez l’organisateur." });
      } else break;
    }
  } catch {
    // No network: everything stays, and is tried again.
  } finally {
    sending = false;
  }
  if (received) await refresh().catch(() => {});
}

async function post(one) {
  const first = await once(one);
  if (first.status !== 403) return first;
  await token();
  return once(one);
}

function once(one) {
  const body = new URLSearchParams([...one.fields, ["line", one.line], ["at", one.at]]);
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  return fetch(location.pathname, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
}

async function page() {
  const answer = await fetch(location.pathname, { credentials: "same-origin" });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// The page may have been kept for longer than its token.
async function token() {
  const fresh = (await page()).querySelector("[name=csrfmiddlewaretoken]");
  if (fresh) form.elements.csrfmiddlewaretoken.value = fresh.value;
}

async function refresh() {
  const fresh = (await page()).getElementById("liste");
  if (fresh) document.getElementById("liste").replaceWith(document.importNode(fresh, true));
}

async function keepPage() {
  if (!("serviceWorker" in navigator) || !navigator.onLine) return;
  await navigator.serviceWorker.register("/comptages/equipe/hors-ligne.js");
  const assets = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => one.href || one.src);
  await (await caches.open(KEPT)).addAll([location.href.split("#")[0], ...assets]);
  await navigator.serviceWorker.ready;
  document.getElementById("garde").hidden = false;
}

keepPage().catch(() => {});
if (form) {
  if (form.elements.round) form.addEventListener("submit", submitted);
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(() => waiting().length && send(), EVERY);
  show(waiting());
  send();
}
