// What HTML lacks: links that swap, two handles on a range, copy buttons. The page works without it.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (selector, f) => document.querySelectorAll(selector).forEach(f);
  const on = (name, f) => document.addEventListener(name, f);
  let typing = null;

  // A link to the same dashboard, in HTML or SVG, is swapped in; modified clicks stay the browser's.
  on("click", (event) => {
    const link = event.target.closest("[data-swap] a[href]");
    const modified = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || modified || event.defaultPrevented || link.hasAttribute("hx-get")) return;
    const url = new URL(link.href.baseVal ?? link.href, location.href);
    if (url.origin !== location.origin || url.pathname !== location.pathname || url.hash) return;
    event.preventDefault();
    typing = null;
    htmx.ajax("GET", url.pathname + url.search, { source: "[data-swap]", target: "#results", swap: "outerHTML" });
  });

  // The first keystroke in a field is a step of the history, the next ones refine it.
  on("htmx:configRequest", ({ detail }) => {
    if (detail.elt.id !== "filters") return;
    const live = detail.triggeringEvent?.type === "input" ? detail.triggeringEvent.target : null;
    if (live && live === typing) detail.headers["HX-Typing"] = "true";
    typing = live;
  });

  // A control in use is never replaced under the hand.
  on("htmx:oobBeforeSwap", ({ detail }) => {
    const active = document.activeElement;
    if (active.matches("input, select") && detail.target.contains(active)) detail.shouldSwap = false;
  });
  on("htmx:beforeRequest", () => document.body.classList.add("is-loading"));
  on("htmx:afterRequest", () => document.body.classList.remove("is-loading"));
  on("htmx:sendError", () => tell("The server can't be reached. Nothing is lost: try again."));
  on("htmx:afterSettle", () => {
    enhance();
    if ($("count") && $("announce")) $("announce").textContent = $("count").textContent;
    if (document.activeElement === document.body && $("count")) $("count").focus({ preventScroll: true });
  });
  const tell = (sentence) => {
    const note = document.createElement("p");
    note.textContent = sentence;
    $("problem")?.replaceChildren(note);
  };

  // The handles write the typed ends, which do the filtering.
  on("input", ({ target }) => {
    const plot = target.closest("[data-range]");
    if (!plot) return draw(target.closest(".range")?.querySelector("[data-range]"), target);
    const [low, high] = plot.querySelectorAll("[type=range]");
    if (+low.value >= +high.value) target.value = target === low ? +high.value - 1 : +low.value + 1;
    const end = target === low ? "lows" : "highs";
    const open = +target.value === (target === low ? 0 : +high.max);
    const field = $(target.id.replace(/^from/, "min").replace(/^to/, "max"));
    field.value = open ? "" : plot.dataset[end].split(" ")[target.value];
    target.setAttribute("aria-valuetext", field.value || field.placeholder);
    draw(plot);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const draw = (plot) => {
    if (!plot) return;
    const [low, high] = plot.querySelectorAll("[type=range]");
    const [start, length] = [low.value / low.max, (high.value - low.value) / low.max];
    const set = (selector, attributes) => {
      for (const [name, value] of Object.entries(attributes)) plot.querySelector(selector).setAttribute(name, value);
    };
    set(".range__track rect", { x: `${100 * start}%`, width: `${100 * length}%` });
    set(".range__inside", { x: 240 * start, width: 240 * length, viewBox: `${240 * start} 0 ${240 * length} 40` });
  };

  on("click", async ({ target }) => {
    const source = target.dataset?.copy ? document.querySelector(target.dataset.copy)?.textContent : null;
    if (source === null && !target.matches("[data-copy-link]")) return;
    const label = target.textContent;
    try {
      await navigator.clipboard.writeText(source ?? location.href);
      target.textContent = "Copied";
    } catch {
      target.textContent = "Press Ctrl+C";
    }
    setTimeout(() => (target.textContent = label), 1500);
  });

  const enhance = () => all("[data-copy], [data-copy-link]", (button) => (button.hidden = false));
  if (matchMedia("(max-width: 860px)").matches) all("[data-collapse]", (details) => (details.open = false));
  enhance();
})();
