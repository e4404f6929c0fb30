// Single keys. Off while typing, while an input method composes, in dialogs, and when the person turned them off.
// Markup: rail links carry data-key; rows [data-row]; unmet clauses [data-unmet]; data-press="a" is pressed by its key.

const GO = 1200; // ms in which a letter may follow G

const typing = (target) =>
  target instanceof Element && target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

const shown = (one) => one.getClientRects().length > 0;

function step(selector, by) {
  const all = [...document.querySelectorAll(selector)].filter(shown);
  if (!all.length) return;
  const now = all.findIndex((one) => one.classList.contains("cur") || one.contains(document.activeElement));
  const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, now + by))];
  for (const one of all) one.classList.toggle("cur", one === next);
  (next.querySelector("a, button, input") || next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
}

const row = () => document.querySelector("[data-row].cur") || document.activeElement?.closest?.("[data-row]");

function press(key) {
  const within = row()?.querySelector(`[data-press="${CSS.escape(key)}"]`);
  const found = within || [...document.querySelectorAll(`main [data-press="${CSS.escape(key)}"]`)].find(
    (one) => shown(one) && !one.closest("[data-row]"));
  if (!found) return false;
  if (found.matches("input:not([type=checkbox]):not([type=radio]), textarea")) found.focus();
  else found.click();
  return true;
}

const acts = {
  "/": () => { const box = document.querySelector("main [data-filter], main input[type=search]"); box?.focus(); return box; },
  "?": () => document.getElementById("keys")?.showModal() ?? true,
  j: () => step("[data-row]", 1) ?? true,
  k: () => step("[data-row]", -1) ?? true,
  x: () => { const box = row()?.querySelector(".pickrow, input[type=checkbox]"); box?.click(); return box; },
  "]": () => step("[data-unmet]", 1) ?? true,
  "[": () => step("[data-unmet]", -1) ?? true,
};

export function keys() {
  let going = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      if (press("ctrl+enter")) event.preventDefault();
      else if (typing(event.target)) { event.preventDefault(); event.target.form?.requestSubmit(); }
      return;
    }
    if (document.documentElement.dataset.shortcuts === "off") return;
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.timeStamp - going < GO) {
      going = -Infinity;
      const place = document.querySelector(`.rail a[data-key="${CSS.escape(key)}"]`);
      if (place) { event.preventDefault(); place.click(); }
      return;
    }
    if (key === "g") { going = event.timeStamp; return; }
    if (acts[key]?.() || press(key)) event.preventDefault();
  });
}
