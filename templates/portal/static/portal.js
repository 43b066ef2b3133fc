// Progressive help only: every page works without it. Texts come from the page.
"use strict";

function watch(place) {
  const look = async () => {
    try {
      const answer = await fetch(place.dataset.watch, { credentials: "same-origin" });
      if (!answer.ok || (await answer.json()).mark !== place.dataset.mark) { window.location.reload(); return; }
    } catch { /* the network is gone for a moment: look again */ }
    window.setTimeout(look, 1000);
  };
  window.setTimeout(look, 700);
}

function send(form) {
  const bar = form.querySelector("progress");
  const request = new XMLHttpRequest();
  bar.hidden = false;
  form.querySelector("button").disabled = true;
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) { bar.value = (100 * event.loaded) / event.total; } });
  request.addEventListener("load", () => {
    if (request.status !== 200) { form.submit(); return; }
    const there = new URL(JSON.parse(request.responseText).go, window.location.href).href;
    if (there === window.location.href) { window.location.reload(); } else { window.location.assign(there); }
  });
  request.addEventListener("error", () => { form.submit(); });
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.send(new FormData(form));
}

function drop(form) {
  const input = form.querySelector("input[type=file]");
  const said = form.querySelector("[data-said]");
  const show = () => { if (input.files.length) { said.textContent = input.files[0].name; } };
  input.addEventListener("change", show);
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    form.addEventListener(name, () => { form.classList.remove("over"); });
  }
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); }
  });
  if (form.action !== window.location.href) {
    form.addEventListener("submit", (event) => { event.preventDefault(); send(form); });
  }
}

async function fill(place) {
  try {
    const answer = await fetch(place.dataset.fill, { credentials: "same-origin" });
    const filled = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("filled");
    if (answer.ok && filled) { place.replaceWith(...filled.childNodes); }
  } catch { /* the link leads there */ }
  if (place.isConnected) { place.querySelector("[role=status]").remove(); }
}

for (const place of document.querySelectorAll("[data-fill]")) { fill(place); }
for (const place of document.querySelectorAll("[data-watch]")) { watch(place); }
for (const form of document.querySelectorAll("form[data-drop]")) { drop(form); }
