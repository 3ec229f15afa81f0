// What HTML lacks: links that swap, handles on a range, copy buttons. The page works without it.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const each = (selector, f, root = document) => root.querySelectorAll(selector).forEach(f);
  const on = (name, f) => document.addEventListener(name, f);
  const keyOf = (details) => details.closest("[id]").id + details.className;
  let asked, typing, opened, place, followed, next;

  // A plain click on a link to the same dashboard swaps it in.
  on("click", (event) => {
    const link = event.target.closest("[data-swap] a[href]:not([hx-get])");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href.baseVal ?? link.href, location);
    if (url.href.replace(url.search, "") !== location.origin + location.pathname) return;
    event.preventDefault();
    asked = null;
    htmx.ajax("GET", url.href, { source: "[data-swap]", target: "#results", swap: "outerHTML" }).catch(() => {});
  });
  on("submit", (event) => event.target.id === "finder" && event.preventDefault());

  // The first keystroke in a field is a step of the history, the next ones refine it.
  on("htmx:configRequest", ({ detail: { elt, triggeringEvent: cause, headers } }) => {
    if (elt.id !== "filters" || headers["HX-Drag"]) return;
    next = null;
    asked = cause?.type === "input" && cause.target.id;
    if (asked && asked === typing) headers["HX-Typing"] = "true";
  });

  // A control in use is never replaced; what stands around it is. What was opened stays open.
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
    if (!followed) typing = asked;
    opened = [...document.querySelectorAll("#results [open]")].map(keyOf);
    const within = document.activeElement.closest("#results [id]");
    place = within && [within.id, [...within.querySelectorAll("a")].indexOf(document.activeElement)];
  });
  on("htmx:afterSettle", () => {
    each("#results details", (details) => (details.open ||= opened?.includes(keyOf(details))));
    enhance();
    if (!$("count") || followed) return;
    $("announce").textContent = $("count").textContent;
    if (document.activeElement !== document.body) return;
    ((place && $(place[0])?.querySelectorAll("a")[place[1]]) ?? $("count")).focus({ preventScroll: true });
  });
  for (const when of ["before", "after"]) on(`htmx:${when}Request`, () => document.body.classList.toggle("is-loading", when === "before" && !followed));
  on("htmx:sendError", () => $("problem")?.replaceChildren("The server can't be reached. Nothing is lost: try again."));

  // Charts and counts follow a moving handle: one request at a time, for where it is by then.
  const follow = (key) => {
    if (followed) return (next = key);
    [followed, next] = [key, null];
    const done = () => ((followed = null), next && follow(next));
    htmx.ajax("GET", location.pathname, { source: "#filters", swap: "none", headers: { "HX-Drag": key } }).then(done, done);
  };

  // Handles write the typed ends, which filter when the hand rests.
  on("input", ({ target }) => {
    const plot = target.closest(".range__plot");
    if (!plot) return;
    const [low, high] = plot.querySelectorAll("input");
    const [first, end] = target === low ? ["min", plot.dataset.lows] : ["max", plot.dataset.highs];
    if (+low.value >= +high.value) target.value = first === "min" ? high.value - 1 : +low.value + 1;
    const field = $(target.id.replace(/^[a-z]+/, first));
    const said = target.value === (first === "min" ? "0" : high.max) ? "" : end.split(" ")[target.value];
    if (field.value === said) return;
    field.value = said;
    target.setAttribute("aria-valuetext", field.value || field.placeholder);
    const [x, width] = [low.value, high.value - low.value].map((n) => (240 * n) / low.max);
    each("rect", (part) => Object.entries({ x, width }).forEach((look) => part.setAttribute(...look)), plot);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    follow(field.id.slice(4));
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
