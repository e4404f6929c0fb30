// Toasts: the server writes them into #toasts; pages ask for one with HX-Trigger {"toast": {"text", "href", "link"}}.
const STAY = 10000; // WCAG 2.2.1: at least ten seconds; errors stay until closed

const leave = (one) => {
  let timer = setTimeout(() => one.remove(), STAY);
  const hold = () => clearTimeout(timer);
  const go = () => { hold(); timer = setTimeout(() => one.remove(), STAY); };
  one.addEventListener("mouseenter", hold);
  one.addEventListener("focusin", hold);
  one.addEventListener("mouseleave", go);
  one.addEventListener("focusout", go);
};

export function toast(text, { href, link, bad } = {}) {
  const stack = document.getElementById("toasts");
  const form = document.getElementById("toast-form");
  if (!stack || !form || !text) return;
  const one = form.content.firstElementChild.cloneNode(true);
  one.querySelector("span").textContent = text;
  const anchor = one.querySelector("a");
  if (href) { anchor.href = href; anchor.textContent = link; } else anchor.remove();
  if (bad) { one.classList.add("ng"); one.setAttribute("role", "alert"); } else leave(one);
  stack.append(one);
}

export function toasts() {
  const stack = document.getElementById("toasts");
  if (!stack) return;
  stack.addEventListener("click", (event) => event.target.closest(".x") && event.target.closest(".toast").remove());
  for (const one of stack.children) if (!one.classList.contains("ng")) leave(one);
}
