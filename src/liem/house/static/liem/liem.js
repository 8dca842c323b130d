// The only script: renews the part of a page that tells of a running job. Without it the page renews itself as a whole.
"use strict";
const renew = async (part) => {
  try {
    const answer = await fetch(part.dataset.poll, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-poll]");
    if (!fresh) return;
    part.replaceWith(fresh);
    if (fresh.hasAttribute("data-ended")) location.reload();
    else setTimeout(renew, 1000, fresh);
  } catch {
    setTimeout(renew, 5000, part);
  }
};
for (const part of document.querySelectorAll("[data-poll]:not([data-ended])")) setTimeout(renew, 1000, part);
