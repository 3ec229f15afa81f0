// Charts: what a mark says under pointer, finger or focus; sweeping a range; adding with Ctrl. They work without it.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const on = (name, f, capture) => document.addEventListener(name, f, capture);
  const mark = (event) => event.target.closest?.(".plot a[href]");
  const clamp = (n, most) => Math.min(Math.max(n, 0), most);
  const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  let told, touch, sweep, field;

  // A mark's title becomes its label, so that it is said once: in the tip, and to a screen reader.
  const tell = (link, x, y) => {
    const title = link.querySelector("title");
    if (title) (link.setAttribute("aria-label", title.textContent), title.remove());
    tip.textContent = link.getAttribute("aria-label");
    tip.hidden = !tip.textContent;
    const wide = document.documentElement.clientWidth - tip.offsetWidth - 4;
    tip.style.left = `${clamp(x + 12, wide)}px`;
    tip.style.top = `${y > innerHeight - 60 ? y - 12 - tip.offsetHeight : y + 14}px`;
    told = link;
  };
  const hush = () => ((tip.hidden = true), (told = null));
  const moved = (event) => {
    const link = event.pointerType !== "touch" && !sweep?.on && mark(event);
    link ? tell(link, event.clientX, event.clientY) : event.pointerType !== "touch" && hush();
  };
  on("pointermove", moved);
  on("pointerover", moved);
  const focused = (link) => {
    const box = link.getBoundingClientRect();
    tell(link, box.x + box.width / 2, Math.min(box.bottom, innerHeight) - 10);
  };
  on("focusin", (event) => (mark(event)?.matches(":focus-visible") ? focused(mark(event)) : touch || hush()));
  on("htmx:afterSettle", hush);
  on("scroll", () => (told && told === document.activeElement ? focused(told) : hush()), true);

  const go = (url) => {
    url.searchParams.delete("_page");
    if (document.querySelector("[data-swap]")) htmx.ajax("GET", url.href, { source: "[data-swap]", target: "#results", swap: "outerHTML" });
    else location.assign(url);
  };
  const placesOf = (svg) => svg.dataset.places.split(" ").map(Number);
  const stop = (event) => (event.preventDefault(), event.stopImmediatePropagation());

  // A first tap tells, a second one follows; with Ctrl what a mark keeps is added to what is kept.
  on("click", (event) => {
    const link = mark(event);
    if (sweep?.on) return (sweep = null), stop(event);
    if (!link) return touch && hush();
    if (touch && told !== link) return stop(event), tell(link, event.clientX, event.clientY);
    if (!(event.ctrlKey || event.metaKey)) return;
    stop(event);
    const there = new URL(link.href.baseVal, location), here = new URL(location);
    const missing = [there, here].some((url) => [...url.searchParams.keys()].some((key) => key.endsWith(".is")));
    if (missing || link.matches(".is-selected")) return go(there);
    for (const [key, value] of there.searchParams) {
      const now = here.searchParams.getAll(key), [column, end] = key.split(".");
      const known = [...here.searchParams.keys()].some((other) => other.split(".")[0] === column);
      const wider = end === "min" ? value < now[0] : value > now[0];
      const further = isNaN(value) ? wider : end === "min" ? +value < now[0] : +value > now[0];
      if (key[0] === "_" || now.includes(value)) continue;
      if (!end || /^(weekday|hour)$/.test(end) || !known) here.searchParams.append(key, value);
      else if (now.length && further) here.searchParams.set(key, value);
    }
    go(here);
  }, true);

  // A range swept over the axis moves the handles of its filter; without them it is asked for at the end.
  const range = (svg, from, to, done) => {
    const { brush, lows, highs } = svg.dataset, [low, high] = [$(`from-${brush}`), $(`to-${brush}`)];
    const values = [lows.split(" ")[from], highs.split(" ")[to]];
    const shade = svg.querySelector(".brush") ?? svg.appendChild(document.createElementNS(svg.namespaceURI, "rect"));
    const [x, end] = [placesOf(svg)[from], placesOf(svg)[to]];
    const look = { class: "brush", x, width: end - x, height: svg.viewBox.baseVal.height };
    for (const name in look) shade.setAttribute(name, look[name]);
    if (low) {
      [low.value, high.value] = [from, to];
      for (const handle of [low, high]) handle.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (done) {
      const url = new URL(location);
      ["below", "min", "max"].forEach((end) => url.searchParams.delete(`${brush}.${end}`));
      ["min", "max"].forEach((end, i) => url.searchParams.set(`${brush}.${end}`, values[i]));
      go(url);
    }
  };
  const across = (svg, event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse()).x;
  on("pointerdown", (event) => {
    touch = event.pointerType === "touch";
    const svg = event.target.closest?.(".plot[data-brush]");
    const plot = svg?.closest("[id]").id;
    sweep = svg && !event.button && !touch && { plot, svg, key: svg.dataset.brush, start: event.clientX, x: across(svg, event) };
  });
  on("dragstart", (event) => sweep && event.preventDefault());
  on("pointermove", (event) => {
    if (!sweep || !event.buttons || (!sweep.on && Math.abs(event.clientX - sweep.start) < 5)) return;
    sweep.on = true;
    hush();
    if (!sweep.svg.isConnected) sweep.svg = $(sweep.plot)?.querySelector("svg[data-brush]") ?? sweep.svg;
    if (!sweep.svg.isConnected) return;
    const places = placesOf(sweep.svg), ends = [sweep.x, across(sweep.svg, event)].sort((a, b) => a - b);
    const from = clamp(places.filter((place) => place <= ends[0]).length - 1, places.length - 2);
    const to = clamp(places.findIndex((place) => place >= ends[1]) + 1 || places.length, places.length) - 1;
    if (from === sweep.from && to === sweep.to) return;
    Object.assign(sweep, { from, to: Math.max(to, from + 1) });
    range(sweep.svg, sweep.from, sweep.to);
  });
  on("pointerup", () => sweep?.on && (range(sweep.svg, sweep.from, sweep.to, true), setTimeout(() => (sweep = null))));

  on("keydown", (event) => {
    if (event.key === "Escape") hush();
    const link = mark(event), step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!link || !step) return;
    event.preventDefault();
    const svg = link.closest(".plot");
    if (!event.shiftKey || !svg.dataset.brush) {
      const all = [...svg.querySelectorAll("a[href]")];
      return all[clamp(all.indexOf(link) + step, all.length - 1)].focus();
    }
    const box = link.getBoundingClientRect(), x = across(svg, { clientX: box.x + box.width / 2, clientY: 0 });
    const at = clamp(placesOf(svg).filter((place) => place <= x).length - 1, placesOf(svg).length - 2);
    if (!sweep?.held || sweep.key !== svg.dataset.brush) sweep = { held: true, key: svg.dataset.brush, anchor: at, head: at };
    sweep.svg = svg;
    sweep.head = clamp(sweep.head + step, placesOf(svg).length - 2);
    const [from, to] = [sweep.anchor, sweep.head].sort((a, b) => a - b);
    range(svg, from, to + 1, true);
  });

  // The chart that is swept stays as it is until the hand rests: its marks are in use.
  on("htmx:oobBeforeSwap", ({ detail }) => (detail.shouldSwap &&= !sweep?.svg || !detail.target.contains(sweep.svg)));

  // The form of a chart is drawn anew with its chart: the control in use keeps the focus.
  on("htmx:beforeSwap", () => (field = document.activeElement.closest("#editor [id]")?.id));
  on("htmx:afterSettle", () => field && $(field)?.focus());
})();
