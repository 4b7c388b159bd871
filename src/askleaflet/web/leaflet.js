// The leaflet beside the conversation: opened at a heading or a mark, searched, closed again.
"use strict";

(() => {
  const { find, all, say } = Page;
  // The same question as in style.css: is there room for two columns?
  const wide = window.matchMedia("(min-width: 62rem) and (min-aspect-ratio: 4/5)");
  const narrow = () => !wide.matches;
  let opener = null;
  let hits = [];
  let at = -1;

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

  async function see(button) {
    if (pane().dataset.document !== button.dataset.see) await Page.openDocument(button.dataset.see);
    open();
    if (button.dataset.section !== undefined) {
      toSection(button.dataset.section);
      return;
    }
    unmark("seen");
    const made = button.dataset.marks.split(" ").flatMap((span) => {
      const [start, end] = span.split("-").map(Number);
      return mark(start, end, "seen");
    });
    if (!made.length) return;
    made[0].tabIndex = -1;
    made[0].focus({ preventScroll: true });
    bring(made[0]);
  }

  function toSection(index) {
    const heading = find(`#section-${Number(index)}`);
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: "start" });
  }

  function search() {
    unmark("hit");
    const wanted = find("#find").value.trim().toLowerCase();
    hits = [];
    at = -1;
    if (wanted.length > 1) {
      for (const piece of all("h3, h4, h5, h6, p, li", text())) {
        const words = piece.textContent.toLowerCase();
        const sign = find(".sign", piece)?.textContent.length ?? 0;
        const places = [];
        for (let from = words.indexOf(wanted); from >= 0; from = words.indexOf(wanted, from + wanted.length)) {
          places.push(from - sign);
        }
        for (const from of places) if (from >= 0) hits.push(...wrap(piece, from, from + wanted.length, "hit"));
      }
    }
    if (hits.length) step();
    else find("#found").textContent = wanted.length > 1 ? say("page.found_none") : "";
  }

  function step() {
    hits = hits.filter((one) => one.isConnected);
    if (!hits.length) return;
    hits[at]?.classList.remove("here");
    at = (at + 1) % hits.length;
    hits[at].classList.add("here");
    hits[at].scrollIntoView({ block: "center" });
    find("#found").textContent = say("page.found", { at: String(at + 1), all: String(hits.length) });
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest(".open-leaflet")) {
      open();
      find("#leaflet-title").focus();
    }
    if (target.closest(".close-leaflet")) {
      if (history.state?.leaflet) history.back();
      else shut();
    }
    const seen = target.closest("[data-see]");
    if (seen) see(seen);
    const section = target.closest("#leaflet-pane [data-section]");
    if (section) toSection(section.dataset.section);
    const other = target.closest("[data-leaflet]");
    if (other) Page.openDocument(other.dataset.leaflet).then(() => find("#leaflet-title").focus());
    if (target.closest("#find-next")) hits.length ? step() : search();
  });

  document.addEventListener("input", (event) => {
    if (event.target.id === "find") search();
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id === "find" && event.key === "Enter") {
      event.preventDefault();
      hits.length ? step() : search();
    }
    if (event.key === "Escape" && isOpen() && !find("dialog[open]")) history.back();
  });

  window.addEventListener("popstate", shut);
  wide.addEventListener("change", () => {
    if (!narrow()) shut();
  });

  Page.shutLeaflet = () => {
    shut();
    unmark("seen");
    unmark("hit");
    if (find("#find")) find("#find").value = "";
    if (find("#found")) find("#found").textContent = "";
    pane()?.scrollTo?.(0, 0);
  };
})();
