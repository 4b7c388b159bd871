// Finds another leaflet by brand or substance, also misspelt: a combobox with a list, as the ARIA
// Authoring Practices describe it. What is typed stays here; the names of all leaflets come once.
"use strict";

(() => {
  const { find, all, say, make } = Page;
  const MOST_SHOWN = 10;
  const LONG = 7;
  const SHORTEST_MISSPELT = 4;
  let names = [];
  let coming = null;
  // The ids of what lay open in this visit, the latest first.
  let opened = [];

  const box = () => find("#pick");
  const list = () => find("#pick-list");
  const active = () => find("#pick-list [aria-selected=true]");

  const wordsOf = (text) => Page.folded(text.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim()).split(" ").filter(Boolean);

  async function load() {
    const answer = await fetch("static-leaflet/names.json");
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).map(([id, title, language, others]) => ({
      id, title, language, called: [title, ...others].map((name) => ({ name, words: wordsOf(name) })),
    }));
  }

  const begins = (typed, word) => word.startsWith(typed);

  // One or two letters are wrong, in the whole word or in as much of it as is typed.
  function resembles(typed, word) {
    if (typed.length < SHORTEST_MISSPELT) return begins(typed, word);
    const most = typed.length < LONG ? 2 : 3;
    return Page.distance(typed, word, most) < most || Page.distance(typed, word.slice(0, typed.length), most) < most;
  }

  // The leaflets of which each typed word is in a name, and the name that it is in.
  function named(typed, same) {
    const has = (name, word) => name.words.some((own) => same(word, own));
    return names.filter((one) => typed.every((word) => one.called.some((name) => has(name, word))))
      .map((one) => ({ ...one, by: one.called.find((name) => has(name, typed[0] ?? ""))?.name ?? one.title }));
  }

  // Those opened in this visit first, then those whose title is what was typed.
  function ordered(found) {
    const place = ({ id }) => (opened.includes(id) ? opened.indexOf(id) : opened.length);
    return found.sort((one, other) => place(one) - place(other)
      || Number(one.by !== one.title) - Number(other.by !== other.title));
  }

  function look() {
    const typed = wordsOf(box().value);
    if (!typed.length) return { found: named([], begins).filter(({ id }) => id !== opened[0]), key: "page.pick_found" };
    const sure = named(typed, begins);
    if (sure.length) return { found: sure, key: "page.pick_found" };
    const near = named(typed, resembles);
    return { found: near, key: near.length ? "page.pick_near" : "page.pick_none" };
  }

  async function draw() {
    const asked = box();
    try {
      coming ??= load();
      names = await coming;
    } catch {
      coming = null;
      find("#picked").textContent = say("page.pick_failed");
      return;
    }
    // Meanwhile another leaflet may have come, or the focus gone.
    if (document.activeElement !== asked) return;
    const { found, key } = look();
    const shown = ordered(found).slice(0, MOST_SHOWN);
    list().replaceChildren(...shown.map(option));
    expand(shown.length > 0);
    const first = key === "page.pick_found" && found.length > shown.length;
    find("#picked").textContent = say(first ? "page.pick_first" : key, { count: String(found.length), shown: String(shown.length) });
    list().dataset.sure = String(key === "page.pick_found");
  }

  function option(one, at) {
    const made = make("li", { id: `pick-${at}`, role: "option", lang: one.language }, make("span", { textContent: one.title }));
    if (one.by !== one.title) made.append(make("span", { className: "small", textContent: one.by }));
    made.setAttribute("aria-selected", "false");
    made.dataset.leaflet = one.id;
    return made;
  }

  function expand(open) {
    list().hidden = !open;
    box().setAttribute("aria-expanded", String(open));
    box().removeAttribute("aria-activedescendant");
  }

  function shut() {
    if (!box()) return;
    list().replaceChildren();
    expand(false);
    find("#picked").textContent = "";
  }

  // The focus stays in the box; a screen reader follows what is active.
  function step(by) {
    const options = all("li", list());
    const at = options.indexOf(active());
    const next = at < 0 && by < 0 ? options.length - 1 : (at + by + options.length) % options.length;
    active()?.setAttribute("aria-selected", "false");
    options[next].setAttribute("aria-selected", "true");
    options[next].scrollIntoView({ block: "nearest" });
    box().setAttribute("aria-activedescendant", options[next].id);
  }

  // Enter takes what is active, or the only one found. A name that only looks like it is pointed at.
  function take() {
    const options = all("li", list());
    const only = options.length === 1 && list().dataset.sure === "true" ? options[0] : null;
    (active() ?? only)?.click();
  }

  function escape(event) {
    if (list().hidden && !box().value) return;
    event.preventDefault();
    if (list().hidden) box().value = "";
    shut();
  }

  document.addEventListener("input", (event) => {
    if (event.target.id === "pick") draw();
  });

  document.addEventListener("click", (event) => {
    if (event.target.id === "pick" && list().hidden) draw();
    // It is opened by leaflet.js, as whatever names a leaflet is.
    if (!event.target.closest("#pick-list")) return;
    box().value = "";
    shut();
  });

  // A tap on the list leaves the focus in the box, or the list would be gone before the tap ends.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("#pick-list")) event.preventDefault();
  });

  document.addEventListener("focusout", (event) => {
    if (event.target.id === "pick") shut();
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "pick" || event.isComposing) return;
    if (event.key === "Escape") escape(event);
    else if (event.key === "Enter" && !list().hidden) {
      event.preventDefault();
      take();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      if (list().hidden) draw();
      else step(event.key === "ArrowDown" ? 1 : -1);
    }
  });

  Page.drawn.push(() => {
    const id = find("#leaflet-pane")?.dataset.document;
    if (id && id !== opened[0]) opened = [id, ...opened.filter((one) => one !== id)];
  });

  Page.stopPicking = () => {
    opened = [];
    if (box()) box().value = "";
    shut();
  };
})();
