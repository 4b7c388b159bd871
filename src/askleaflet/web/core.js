// What all scripts share: elements, words in the language of the page, display, dialogs.
// Nothing a person types or chooses is ever put into storage, cookies or addresses.
"use strict";

const Page = (() => {
  const state = { language: "en", words: {}, kiosk: false, opener: null };
  const MOST_TAKEN = 0.6;
  // What the page is made of; Gradio draws it part by part.
  const PARTS = ["#top .tools", "#pinned-line", "#turns", "#question textarea", "#foot #hint", "#leaflet-pane", "#wish textarea", "#send"];
  // What follows the language of the page.
  const WORDED = "[data-say], [data-say-label], [data-only]";
  const ready = [];
  const drawn = [];
  const replied = [];

  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  function say(key, places = {}) {
    let words = state.words[state.language]?.[key] ?? state.words.en?.[key] ?? key;
    for (const [place, value] of Object.entries(places)) {
      words = words.replace(`{${place}}`, () => value);
    }
    return words;
  }

  // One element. Text is always set as text, never as HTML.
  function make(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function put(element, words) {
    if (element && element.textContent !== words) element.textContent = words;
  }

  // What of `root` is in the language of the page.
  function reword(root) {
    for (const one of all("[data-say]", root)) {
      const places = { ...one.dataset };
      if (places.spoken) places.spoken = say(`language.${places.spoken}`);
      put(one, say(one.dataset.say, places));
    }
    for (const one of all("[data-say-label]", root)) {
      one.setAttribute("aria-label", say(one.dataset.sayLabel));
    }
    for (const one of all("[data-only]", root)) one.hidden = one.dataset.only !== state.language;
  }

  // What Gradio draws of its own.
  function nameControls() {
    nameLanguage(find("#other-language"));
    put(find("#question [data-testid=block-info]"), say("page.your_question"));
    put(find("#ask"), say("page.ask"));
    find("#question textarea").placeholder = say("page.your_question");
  }

  // The button to the next language says its name in that language.
  function nameLanguage(button) {
    const known = Object.keys(state.words);
    const next = known[(known.indexOf(state.language) + 1) % known.length];
    button.lang = next;
    button.dataset.language = next;
    const name = state.words[next][`language.${next}`];
    put(button.firstElementChild, name[0].toUpperCase() + name.slice(1));
  }

  function speakLanguage(language) {
    if (!state.words[language]) return;
    state.language = language;
    document.documentElement.lang = language;
    document.title = say("page.title");
    reword(document);
    nameControls();
  }

  function press(name, value) {
    for (const one of all(`[data-${name}].choice`)) {
      one.setAttribute("aria-pressed", String(one.dataset[name] === value));
    }
  }

  function show(name, value) {
    document.documentElement.dataset[name] = value;
    press(name, value);
  }

  function usualDisplay() {
    const asks = (query) => window.matchMedia(query).matches;
    show("size", "1");
    if (asks("(prefers-contrast: more)")) show("theme", "contrast");
    else show("theme", asks("(prefers-color-scheme: dark)") ? "dark" : "light");
  }

  // What the browser asks for, if the page can say it; else the site's own language.
  function usualLanguage(site) {
    const wanted = state.kiosk ? [] : navigator.languages ?? [navigator.language];
    const known = wanted.map((one) => one.slice(0, 2).toLowerCase());
    return known.find((one) => state.words[one]) ?? site;
  }

  function open(dialog) {
    state.opener = document.activeElement;
    dialog.showModal();
    all("h2", dialog).find((one) => one.checkVisibility())?.focus();
  }

  // What screen readers are to say, once: words, or pieces of one language each. The region is emptied
  // first, so that the same words are said again. What comes before it is said takes its place; `said`
  // is called when it has been.
  function announcer(region) {
    let saying = 0;
    return (words, said) => {
      const pieces = typeof words === "string" ? [{ words, language: state.language }] : words;
      find(region).textContent = "";
      window.clearTimeout(saying);
      saying = window.setTimeout(() => {
        find(region).append(...pieces.filter((one) => one.words).map((one) => (
          make("span", { lang: one.language, textContent: `${one.words} ` }))));
        said?.();
      }, 60);
    };
  }
  const announce = announcer("#say-aloud");
  // An urgent notice, and nothing else, breaks in on what is being said.
  const warn = announcer("#warn-aloud");

  function start() {
    const facts = find("#facts");
    if (!facts || !PARTS.every((one) => find(one))) return false;
    state.words = JSON.parse(facts.dataset.words);
    state.kiosk = facts.dataset.kiosk === "true";
    document.documentElement.classList.toggle("kiosk", state.kiosk);
    document.documentElement.classList.toggle("no-print", facts.dataset.prints === "false");
    usualDisplay();
    speakLanguage(usualLanguage(facts.dataset.language));
    for (const begin of ready) begin(facts.dataset);
    for (const dialog of all("dialog")) {
      dialog.addEventListener("close", () => { state.opener?.focus?.(); });
    }
    // What sticks has to know how high its neighbours are. Where they would leave too little of
    // the page, as with very large text, nothing sticks but the line of an urgent notice.
    const root = document.documentElement;
    const high = (id) => find(id)?.offsetHeight ?? 0;
    const measure = Page.measure = () => {
      root.style.setProperty("--head", `${high("#top")}px`);
      root.style.setProperty("--pinned", `${high("#pinned section")}px`);
      root.style.setProperty("--foot", `${high("#composer")}px`);
      root.style.setProperty("--tools", `${high(".tools")}px`);
      const taken = high("#top") + high("#pinned section") + high("#composer");
      root.classList.toggle("cramped", taken > window.innerHeight * MOST_TAKEN);
    };
    const sizes = new ResizeObserver(measure);
    for (const id of ["#top", ".tools", "#pinned", "#composer"]) sizes.observe(find(id));
    window.addEventListener("resize", measure);
    document.documentElement.classList.add("ready");
    find("#plain")?.remove();
    for (const each of drawn) each();
    return true;
  }

  document.addEventListener("click", (event) => {
    const choice = event.target.closest(".choice");
    if (choice?.dataset.theme) show("theme", choice.dataset.theme);
    if (choice?.dataset.size) show("size", choice.dataset.size);
    const spoken = event.target.closest("button[data-language]");
    if (spoken) {
      speakLanguage(spoken.dataset.language);
      Page.redraw?.();
    }
    // What the menu opens gives the focus back to the menu.
    if (event.target.closest(".display-choices :is(.open-list, .open-leaflet)")) {
      find("#display summary").focus();
      find("#display").open = false;
    }
    if (event.target.closest(".close")) event.target.closest("dialog").close();
    if (event.target.closest("#help, .open-help")) open(find("#help-dialog"));
    if (event.target.closest(".open-pinned")) {
      const notice = find(".pinned-notice > *").cloneNode(true);
      find("#pinned-card").replaceChildren(notice);
      open(find("#pinned-dialog"));
    }
    // A press of #send by ask.js is no press beside the menu.
    const display = find("#display");
    if (display?.open && event.isTrusted && !display.contains(event.target)) display.open = false;
  });

  document.addEventListener("click", ({ target }) => {
    if (target.closest(".skip-box")) find("#question textarea").focus();
    if (target.closest(".skip-reply")) all("#chat .asked").at(-1).focus();
  });

  // Whoever tabs out of the menu is done with it, and it lies over what comes next.
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    const display = find("#display");
    const left = display?.contains(target) && relatedTarget && !display.contains(relatedTarget);
    if (left) display.open = false;
  });

  document.addEventListener("keydown", (event) => {
    const display = find("#display");
    if (event.key === "Escape" && display?.open) {
      event.preventDefault();
      display.open = false;
      find("summary", display).focus();
    }
  });

  // Gradio draws the page when its own script has loaded, and draws parts again at any time.
  let started = false;
  const observer = new MutationObserver((changes) => {
    if (!started) {
      started = start();
      return;
    }
    const worded = changes.flatMap((one) => [...one.addedNodes])
      .filter((one) => one instanceof Element && one.isConnected && find(WORDED, one));
    if (!worded.length) return;
    for (const one of worded) reword(one);
    for (const each of drawn) each();
  });
  observer.observe(document.documentElement, { childList: true, subtree: true });

  return { state, find, all, say, make, speakLanguage, show, usualDisplay, usualLanguage,
    open, announce, warn, ready, drawn, replied };
})();
