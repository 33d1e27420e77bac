"use strict";
/* A sitting by the keyboard. Progressive only: links and forms do the same without this file. */
(() => {
  const RETRY = 2000;
  const CUT = "La connexion est coupée. Rien n’est perdu : la décision partira d’elle-même au retour du réseau.";
  const chosen = new Set();
  const form = () => document.getElementById("decision");
  const keyOf = (one) => `maillage:decision:${one.dataset.mark}`;

  // Words typed are kept in this tab until their decision is noted.
  function keep(one) {
    const told = [...new FormData(one)].filter(([name]) => !["csrfmiddlewaretoken", "request_key", "case", "also"].includes(name));
    sessionStorage.setItem(keyOf(one), JSON.stringify(told));
  }
  function restore(one) {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(one)) || "[]");
    for (const [name, value] of kept) {
      const field = one.elements[name];
      if (!field || (field.value && !(field instanceof RadioNodeList))) continue;
      field.value = value;
    }
    if (kept.some(([, value]) => value)) one.querySelector("[data-kept]").textContent = "Ce que vous aviez tapé est repris.";
  }
  function forget() {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith("maillage:decision:")) sessionStorage.removeItem(key);
  }

  // Cases ticked stay so from one case to the next.
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.name === "also") chosen[box.checked ? "add" : "delete"](box.value);
    if (box.matches("[data-shortcuts]")) localStorage.setItem("maillage:raccourcis", box.checked ? "oui" : "non");
    if (form() && form().contains(box)) keep(form());
  });
  document.addEventListener("input", (event) => { if (form() && form().contains(event.target)) keep(form()); });

  function settle() {
    const one = form();
    if (one) restore(one);
    for (const box of document.querySelectorAll("input[name=also]")) {
      if (box.checked) chosen.add(box.value);
      box.checked = chosen.has(box.value);
    }
    const box = document.querySelector("[data-shortcuts]");
    if (box) box.checked = localStorage.getItem("maillage:raccourcis") !== "non";
    const current = document.querySelector(".cases [aria-current]");
    if (current) current.closest("nav").scrollTop = current.offsetTop - current.closest("nav").offsetTop - 80;
  }
  document.addEventListener("DOMContentLoaded", settle);

  let sent = null;
  document.addEventListener("htmx:beforeRequest", (event) => { if (event.detail.elt.id === "decision") sent = keyOf(event.detail.elt); });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "seance") return;
    const refused = event.detail.xhr.status === 422;
    if (sent && !refused) { sessionStorage.removeItem(sent); chosen.clear(); }
    sent = null;
    settle();
    const article = document.getElementById("situation");
    if (article && !refused) article.focus({ preventScroll: true });
  });

  // The network is cut: the same sending, with the same key, is tried again until it is answered; it acts once.
  function again(event) {
    const one = event.detail.elt;
    if (one.id !== "decision") return;
    document.querySelector("[data-kept]").textContent = CUT;
    setTimeout(() => { if (one.isConnected) one.requestSubmit(); }, RETRY);
  }
  document.addEventListener("htmx:sendError", again);
  document.addEventListener("htmx:timeout", again);
  document.addEventListener("submit", (event) => { if (event.target.matches("form[action$='/deconnexion/']")) forget(); });

  const follow = (rel) => { const link = document.querySelector(`#situation a[rel=${rel}]`); if (link) link.click(); };
  const reach = (name) => { const field = form() && form().elements[name]; if (field) field.focus(); };
  const KEYS = {
    j: () => follow("next"), ArrowRight: () => follow("next"), k: () => follow("prev"), ArrowLeft: () => follow("prev"),
    r: () => reach("reason"), m: () => reach("words"), s: () => reach("next_step"),
  };
  const types = (one) => one.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey && form() && form().contains(event.target)) return void form().requestSubmit();
    const off = localStorage.getItem("maillage:raccourcis") === "non";
    if (off || event.ctrlKey || event.altKey || event.metaKey || types(event.target)) return;
    if (event.key.startsWith("Arrow") && event.target.type === "radio") return;
    const radio = form() && /^[1-9]$/.test(event.key) && form().querySelectorAll("input[name=outcome]")[event.key - 1];
    if (radio) { radio.checked = true; radio.focus(); keep(form()); event.preventDefault(); return; }
    if (KEYS[event.key]) { event.preventDefault(); KEYS[event.key](); }
  });
})();
