// What all scripts share: elements, words in the language of the page, display, dialogs.
// Nothing a person types or chooses is ever put into storage, cookies or addresses.
"use strict";

const Page = (() => {
  const state = { language: "en", words: {}, kiosk: false, opener: null };
  const MOST_TAKEN = 0.6;
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

  function reword() {
    for (const one of all("[data-say]")) {
      const places = { ...one.dataset };
      if (places.spoken) places.spoken = say(`language.${places.spoken}`);
      put(one, say(one.dataset.say, places));
    }
    for (const one of all("[data-say-label]")) {
      one.setAttribute("aria-label", say(one.dataset.sayLabel));
    }
    for (const one of all("[data-only]")) one.hidden = one.dataset.only !== state.language;
    put(find("#question [data-testid=block-info]"), say("page.your_question"));
    put(find("#ask"), say("page.ask"));
    find("#question textarea").placeholder = say("page.your_question");
  }

  function speakLanguage(language) {
    if (!state.words[language]) return;
    state.language = language;
    document.documentElement.lang = language;
    document.title = say("page.title");
    reword();
    press("language", language);
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

  // Said once by screen readers. Emptied first, so that the same words are said again. What comes
  // before it is said takes its place; `said` is called when it has been.
  let saying = 0;
  function announce(words, said) {
    const region = find("#say-aloud");
    region.textContent = "";
    window.clearTimeout(saying);
    saying = window.setTimeout(() => {
      region.textContent = words;
      said?.();
    }, 60);
  }

  function start() {
    const facts = find("#facts");
    if (!facts || !find("#chat") || !find("#question textarea") || !find("#leaflet-pane")) return false;
    state.words = JSON.parse(facts.dataset.words);
    state.kiosk = facts.dataset.kiosk === "true";
    document.documentElement.classList.toggle("kiosk", state.kiosk);
    usualDisplay();
    for (const begin of ready) begin(facts.dataset);
    speakLanguage(usualLanguage(facts.dataset.language));
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
      const taken = high("#top") + high("#pinned section") + high("#composer");
      root.classList.toggle("cramped", taken > window.innerHeight * MOST_TAKEN);
    };
    const sizes = new ResizeObserver(measure);
    for (const id of ["#top", "#pinned", "#composer"]) sizes.observe(find(id));
    window.addEventListener("resize", measure);
    document.documentElement.classList.add("ready");
    find("#plain")?.remove();
    return true;
  }

  document.addEventListener("click", (event) => {
    const choice = event.target.closest(".choice");
    if (choice?.dataset.theme) show("theme", choice.dataset.theme);
    if (choice?.dataset.size) show("size", choice.dataset.size);
    if (choice?.dataset.language) {
      speakLanguage(choice.dataset.language);
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
  const observer = new MutationObserver(() => {
    started ||= start();
    if (!started) return;
    reword();
    for (const each of drawn) each();
  });
  observer.observe(document.documentElement, { childList: true, subtree: true });

  return { state, find, all, say, make, speakLanguage, show, usualDisplay, usualLanguage,
    open, announce, ready, drawn, replied };
})();
