// A hand-over that was begun on this page goes on by itself; a moment is left for whoever wants to leave off.
"use strict";
{
  const form = document.querySelector("form[data-goes-on]");
  if (form) {
    const next = setTimeout(() => form.querySelector("button[value=on]").click(), 1200);
    form.querySelector("button[value=stop]").addEventListener("focus", () => clearTimeout(next));
    form.querySelector("button[value=stop]").addEventListener("pointerenter", () => clearTimeout(next));
  }
}
