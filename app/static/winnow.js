// What HTML lacks: links that swap, two handles on a range, copy buttons. The page works without it.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const each = (selector, f, root = document) => root.querySelectorAll(selector).forEach(f);
  const on = (name, f) => document.addEventListener(name, f);
  const keyOf = (details) => details.closest("[id]").id + details.className;
  let typing, opened, place;

  // A link to the same dashboard, in HTML or SVG, is swapped in; modified clicks stay the browser's.
  on("click", (event) => {
    const link = event.target.closest("[data-swap] a[href]:not([hx-get])");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href.baseVal ?? link.href, location);
    if (url.origin + url.pathname !== location.origin + location.pathname || url.hash) return;
    event.preventDefault();
    typing = null;
    htmx.ajax("GET", url.pathname + url.search, { source: "[data-swap]", target: "#results", swap: "outerHTML" }).catch(() => {});
  });
  on("submit", (event) => event.target.id === "finder" && event.preventDefault());

  // The first keystroke in a field is a step of the history, the next ones refine it.
  on("htmx:configRequest", ({ detail: { elt, triggeringEvent: cause, headers } }) => {
    if (elt.id !== "filters") return;
    const live = cause?.type === "input" && cause.target;
    if (live && live === typing) headers["HX-Typing"] = "true";
    typing = live;
  });

  // A control in use is never replaced under the hand; what stands around it is. What was opened stays open.
  on("htmx:oobBeforeSwap", ({ detail }) => {
    const active = document.activeElement;
    if (!active.matches("input, select") || !detail.target.contains(active)) return;
    detail.shouldSwap = false;
    each(active.type === "range" ? "fieldset" : "fieldset, .filter__clear, .range__plot", (part) => {
      const old = $(part.id);
      if (!old || old === part || old.contains(active)) return;
      old.replaceWith(part);
      htmx.process(part);
    }, detail.fragment);
  });
  on("htmx:beforeSwap", () => {
    opened = [...document.querySelectorAll("#results [open]")].map(keyOf);
    const within = document.activeElement.closest("#results [id]");
    place = within && [within.id, [...within.querySelectorAll("a")].indexOf(document.activeElement)];
  });
  on("htmx:afterSettle", () => {
    each("#results details", (details) => (details.open ||= opened?.includes(keyOf(details))));
    enhance();
    if (!$("count")) return;
    $("announce").textContent = $("count").textContent;
    const link = place && $(place[0])?.querySelectorAll("a")[place[1]];
    if (document.activeElement === document.body) (link ?? $("count")).focus({ preventScroll: true });
  });
  on("htmx:beforeRequest", () => document.body.classList.add("is-loading"));
  on("htmx:afterRequest", () => document.body.classList.remove("is-loading"));
  on("htmx:sendError", () => {
    const note = document.createElement("p");
    note.textContent = "The server can't be reached. Nothing is lost: try again.";
    $("problem")?.replaceChildren(note);
  });

  // The handles write the typed ends, which do the filtering.
  on("input", ({ target }) => {
    const plot = target.closest(".range__plot");
    if (!plot) return;
    const [low, high] = plot.querySelectorAll("input");
    const [first, end] = target === low ? ["min", plot.dataset.lows] : ["max", plot.dataset.highs];
    if (+low.value >= +high.value) target.value = target === low ? +high.value - 1 : +low.value + 1;
    const field = $(target.id.replace(/^[a-z]+/, first));
    field.value = +target.value === (target === low ? 0 : +high.max) ? "" : end.split(" ")[target.value];
    target.setAttribute("aria-valuetext", field.value || field.placeholder);
    const [start, length] = [low.value / low.max, (high.value - low.value) / low.max];
    const set = (selector, attributes) => {
      for (const name in attributes) plot.querySelector(selector).setAttribute(name, attributes[name]);
    };
    set(".range__track rect", { x: `${100 * start}%`, width: `${100 * length}%` });
    set(".range__inside", { x: 240 * start, width: 240 * length, viewBox: `${240 * start} 0 ${240 * length} 40` });
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  on("click", async ({ target }) => {
    if (!target.matches("[data-copy]")) return;
    const label = target.textContent;
    const text = $(target.dataset.copy)?.textContent ?? location.href;
    target.textContent = await navigator.clipboard.writeText(text).then(() => "Copied", () => "Press Ctrl+C");
    setTimeout(() => (target.textContent = label), 1500);
  });
  const enhance = () => each("[data-copy]", (button) => (button.hidden = false));
  if (matchMedia("(max-width: 860px)").matches) each("[data-collapse]", (details) => (details.open = false));
  enhance();
})();
