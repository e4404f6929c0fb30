// Drills: tells, once, that somebody moved, touched or typed. Scanners fetch links; people move. What is typed stays here.

const tell = () => {
  for (const kind of kinds) document.removeEventListener(kind, tell);
  fetch(location.pathname + "/seen", { method: "POST", keepalive: true }).catch(() => {});
};
const kinds = ["pointermove", "pointerdown", "keydown", "touchstart", "wheel"];
for (const kind of kinds) document.addEventListener(kind, tell, { passive: true });
