// Shows what uses a passkey when the browser can, and a sentence when the key did not answer.
(() => {
  const show = (selector, shown) => document.querySelectorAll(selector).forEach((one) => { one.hidden = !shown; });
  const able = Boolean(window.PublicKeyCredential);
  show("[data-passkey]", able);
  show("[data-no-passkey]", !able);
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    show("[data-passkey-error]", true);
  });
  document.addEventListener("click", () => show("[data-passkey-error]", false), true);
})();
