// The leaflet beside the conversation: opened at a heading or a mark, and closed again.
"use strict";

(() => {
  const { find, all } = Page;
  // The same question as in style.css: is there room for two columns?
  const wide = window.matchMedia("(min-width: 62rem) and (min-aspect-ratio: 4/5)");
  const narrow = () => !wide.matches;
  let opener = null;
  const DRAWN_MS = 3000;
  let cameFrom = null;

  const pane = () => find("#leaflet-pane");
  const text = () => find("#leaflet-text");
  const isOpen = () => document.documentElement.classList.contains("leaflet-open");

  function open() {
    if (!narrow() || isOpen()) return;
    opener = document.activeElement;
    document.documentElement.classList.add("leaflet-open");
    // Only what lies over the page may be reached while it lies there.
    for (const one of all("#top, #talk")) one.inert = true;
    history.pushState({ leaflet: true }, "");
  }

  function shut() {
    leadBack(null);
    if (!isOpen()) return;
    document.documentElement.classList.remove("leaflet-open");
    for (const one of all("#top, #talk")) one.inert = false;
    if (opener?.isConnected) opener.focus();
    else find("#question textarea").focus();
  }

  // Code points to string indices: the offsets count characters, a browser counts UTF-16 units.
  const units = (words, points) => [...words].slice(0, points).join("").length;

  // Puts <mark> around [start, end) of the document, in every piece of text that it touches.
  function mark(start, end, className) {
    const made = [];
    for (const piece of all("[data-start]", text())) {
      const first = Number(piece.dataset.start);
      const last = Number(piece.dataset.end);
      if (piece.tagName === "MARK" || first >= end || last <= start) continue;
      const node = [...piece.childNodes].find((one) => one.nodeType === Node.TEXT_NODE);
      if (!node) continue;
      const whole = piece.cloneNode(true);
      find(".sign", whole)?.remove();
      const words = whole.textContent;
      made.push(...wrap(piece, units(words, Math.max(start - first, 0)),
        units(words, Math.min(end, last) - first), className));
    }
    return made;
  }

  function wrap(piece, from, to, className) {
    const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let passed = 0;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest(".sign")) continue;
      const begin = Math.max(from - passed, 0);
      const stop = Math.min(to - passed, node.length);
      if (begin < stop) nodes.push([node, begin, stop]);
      passed += node.length;
    }
    return nodes.map(([node, begin, stop]) => {
      const range = document.createRange();
      range.setStart(node, begin);
      range.setEnd(node, stop);
      const made = Page.make("mark", { className });
      range.surroundContents(made);
      return made;
    });
  }

  function unmark(className) {
    for (const one of all(`mark.${className}`, pane())) {
      const parent = one.parentNode;
      one.replaceWith(...one.childNodes);
      parent.normalize();
    }
  }

  function bring(element) {
    element.scrollIntoView({ block: "center" });
  }

  // Marks what a reply quotes; the first mark, or undefined.
  function show(button) {
    unmark("seen");
    return button.dataset.marks.split(" ").flatMap((span) => {
      const [start, end] = span.split("-").map(Number);
      return mark(start, end, "seen");
    })[0];
  }

  async function see(button) {
    if (pane().dataset.document !== button.dataset.see) await Page.openDocument(button.dataset.see);
    open();
    leadBack(button);
    if (button.dataset.section !== undefined) {
      toSection(button.dataset.section);
      return;
    }
    const first = show(button);
    if (!first) return;
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    bring(first);
  }

  // Beside the conversation the leaflet follows it: it turns to what was quoted, by itself.
  function follow(reply) {
    const button = find(".see[data-marks]", reply);
    // Where little room is left the page scrolls as a whole, and would leave the reply.
    if (narrow() || !button || document.documentElement.classList.contains("cramped")) return;
    const until = performance.now() + DRAWN_MS;
    const turn = () => {
      if (pane()?.dataset.document === button.dataset.see) {
        const first = show(button);
        if (first) bring(first);
      } else if (performance.now() < until) window.requestAnimationFrame(turn);
    };
    turn();
  }

  // The way back to the reply from which the leaflet was opened.
  function leadBack(button) {
    cameFrom = button;
    const way = find(".back-to-reply");
    if (way) way.hidden = !button;
  }

  function back() {
    const button = cameFrom;
    leadBack(null);
    if (isOpen()) history.back();
    else if (button?.isConnected) button.focus();
  }

  // Whoever has begun to write meanwhile keeps the focus.
  function arrive() {
    const { value } = document.activeElement;
    if (!value) find("#leaflet-title").focus();
  }

  function toSection(index) {
    const heading = find(`#section-${Number(index)}`);
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: "start" });
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest(".open-leaflet")) {
      open();
      find("#leaflet-title").focus({ preventScroll: true });
    }
    if (target.closest(".back-to-reply")) back();
    if (target.closest(".close-leaflet")) {
      if (history.state?.leaflet) history.back();
      else shut();
    }
    const seen = target.closest("[data-see]");
    if (seen) see(seen);
    const section = target.closest("#leaflet-pane [data-section]");
    if (section) toSection(section.dataset.section);
    const other = target.closest("[data-leaflet]");
    if (other) Page.choose(other.dataset.leaflet).then(arrive);
  });

  document.addEventListener("keydown", (event) => {
    // In the search box Escape empties it, and the menu is closed by it.
    if (event.key !== "Escape" || event.defaultPrevented || find("dialog[open]") || event.target.value) return;
    if (isOpen()) history.back();
    else if (cameFrom) back();
  });

  window.addEventListener("popstate", shut);
  wide.addEventListener("change", () => {
    if (!narrow()) shut();
  });

  Page.replied.push(follow);
  Page.wrap = wrap;
  Page.unmark = unmark;
  Page.shutLeaflet = () => {
    shut();
    unmark("seen");
    Page.stopFinding();
    Page.stopPicking();
    leadBack(null);
    pane()?.scrollTo?.(0, 0);
  };
})();
