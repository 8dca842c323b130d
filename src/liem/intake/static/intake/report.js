// For the citizen's pages, which all work without it: keeps what is typed on this device until it is sent, waits and
// works in the sender's stead when very many send at once, and leaves quickly.
"use strict";
const store = (() => { try { return window.sessionStorage; } catch { return null; } })();
const forget = () => { if (store) for (const name of Object.keys(store)) if (name.startsWith("liem-")) store.removeItem(name); };

for (const link of document.querySelectorAll("[data-leave]")) link.addEventListener("click", (event) => {
  event.preventDefault();
  forget();
  document.body.replaceChildren();
  location.replace(link.href);
});
if (document.querySelector("[data-clear]")) forget();

for (const form of document.querySelectorAll("[data-keep]")) {
  const name = `liem-${form.dataset.keep}`;
  const fields = [...form.querySelectorAll("textarea, select, input[type=text]")];
  const picks = [...form.querySelectorAll("input[type=radio]")];
  const kept = JSON.parse((store && store.getItem(name)) || "{}");
  for (const field of fields) if (!field.value && kept[field.name]) field.value = kept[field.name];
  if (!picks.some((pick) => pick.checked)) for (const pick of picks) pick.checked = kept[pick.name] === pick.value;
  form.addEventListener("input", () => { if (store) store.setItem(name, JSON.stringify(Object.fromEntries([...fields, ...picks.filter((pick) => pick.checked)].map((field) => [field.name, field.value])))); });
  form.addEventListener("submit", () => { if (store && form.dataset.keep === "message") store.removeItem(name); });
}

const solve = (ticket, bits) => new Promise((found, failed) => {
  const worker = new Worker(new URL("worker.js", document.querySelector("script[src*='report']").src));
  worker.onmessage = (message) => { worker.terminate(); found(message.data); };
  worker.onerror = failed;
  worker.postMessage({ ticket, bits });
});

const tell = (form, what) => {
  const status = form.querySelector("[data-status]");
  if (status) { status.className = "notice"; status.textContent = status.dataset[what]; }
};
for (const form of document.querySelectorAll("[data-send], [data-upload]")) {
  form.addEventListener("submit", (event) => {
    const size = [...form.querySelectorAll("input[type=file]")].flatMap((field) => [...field.files]).reduce((sum, file) => sum + file.size, 0);
    if (form.dataset.most && size > Number(form.dataset.most)) { event.preventDefault(); tell(form, "large"); } else if (navigator.onLine === false) { event.preventDefault(); tell(form, "offline"); } else tell(form, "working");
  });
}
for (const form of document.querySelectorAll("[data-send]")) {
  const work = form.querySelector("[name=work]");
  const ticket = form.querySelector("[name=ticket]").value;
  const begin = () => solve(ticket, Number(form.dataset.bits)).then((answer) => { work.value = answer; });
  if (form.dataset.again) begin().then(() => form.querySelector("button:not([name=edit])").click(), () => {});
}

const entry = document.querySelector("#id_receipt");
if (entry && location.hash.length > 10) {
  entry.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}
