// What the shell does with scripts on. Every page works without this file.
import { keys } from "./keys.js";
import { combos } from "./combo.js";
import { palette } from "./palette.js";
import { toast, toasts } from "./toasts.js";

const on = (name, selector, act) =>
  document.addEventListener(name, (event) => {
    const found = event.target instanceof Element && event.target.closest(selector);
    if (found) act(found, event);
  });

// Dialogs: data-dialog="id" opens <dialog id>, data-close closes the one around it.
on("click", "[data-dialog]", (opener, event) => {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
});
on("click", "[data-close]", (button, event) => {
  event.preventDefault();
  button.closest("dialog")?.close();
});
on("click", "dialog", (dialog, event) => event.target === dialog && dialog.close());

// Menus are <details>: they close on Escape, on a click outside, and when another opens.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Small wishes, said in the markup.
on("change", "[data-submit]", (field) => field.form?.requestSubmit());
on("click", "[data-print]", (_, event) => { event.preventDefault(); window.print(); });
on("click", "[data-copy]", async (button) => {
  const text = document.getElementById(button.dataset.copy)?.innerText ?? "";
  await navigator.clipboard.writeText(text.trim());
  toast(button.dataset.done);
});

// Choosing rows: data-all ticks every .pickrow; [data-chosen] shows how many; [data-when-chosen] waits for one.
const chosen = () => {
  const count = document.querySelectorAll(".pickrow:checked").length;
  for (const place of document.querySelectorAll("[data-chosen]")) place.textContent = count;
  for (const bar of document.querySelectorAll("[data-when-chosen]")) bar.hidden = count === 0;
};
on("change", "[data-all]", (box) => {
  for (const row of document.querySelectorAll(".pickrow")) row.checked = box.checked;
  chosen();
});
on("change", ".pickrow", chosen);

// Autosave: an htmx form with data-autosave="id" puts its word into that status when the server took it.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("[data-autosave]");
  const mark = form && document.getElementById(form.dataset.autosave);
  if (mark) mark.textContent = event.detail.successful ? mark.dataset.saved : mark.dataset.failed;
});

// htmx: busy regions say so; a dialog filled by htmx opens; failures speak.
document.addEventListener("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));
document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = event.detail.target.closest?.("dialog[data-fill]");
  if (dialog && !dialog.open) dialog.showModal();
  chosen();
});
document.addEventListener("htmx:sendError", () => toast(document.body.dataset.offline, { bad: true }));
document.addEventListener("htmx:responseError", (event) =>
  toast(event.detail.xhr.getResponseHeader("X-Said") || document.body.dataset.refused, { bad: true }));
document.body.addEventListener("toast", (event) => toast(event.detail.text, event.detail));

// After a refused form the summary takes the focus, so that it is read first.
document.querySelector(".errsum:not([data-sample] *)")?.focus();

toasts();
combos();
palette();
keys();
chosen();
