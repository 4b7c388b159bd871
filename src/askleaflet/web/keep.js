// "My questions": a list for the care team. It lives in this page only, and on paper.
"use strict";

(() => {
  const { find, all, say, make } = Page;
  let kept = [];
  let next = 1;

  // What was asked, whole: above the reply a long question is shown from its beginning.
  const questionOf = (reply) => Page.asked()[all("#chat .reply").indexOf(reply)] ?? "";
  const isKept = (question) => kept.some((one) => one.asked === question);

  function keep(reply) {
    const question = questionOf(reply);
    if (isKept(question)) {
      Page.announce(say("page.kept_already"));
      return;
    }
    add(question, all("figure.quote", reply).map((one) => copied(one, reply)));
    Page.announce(say("page.kept"));
  }

  // A reply says whether it is on the list; one that is taken off says so no more.
  function label() {
    const asked = Page.asked();
    all("#chat .reply").forEach((reply, at) => {
      const button = find(".keep", reply);
      if (!button) return;
      button.dataset.label ??= button.textContent;
      const words = isKept(asked[at] ?? "") ? say("page.kept") : button.dataset.label;
      if (button.textContent !== words) button.textContent = words;
    });
  }

  function add(text, quotes = []) {
    kept.push({ id: next, asked: text, text, quotes });
    next += 1;
    draw();
  }

  // What is kept of a quote: its heading, its words with the mark, where it comes from.
  function copied(figure, reply) {
    const own = all(".origin", reply).find((one) => one.dataset.of === figure.dataset.document);
    const origin = own.cloneNode(true);
    find(".origin-full", origin)?.removeAttribute("hidden");
    const version = say("page.version", { version: figure.dataset.version });
    origin.append(make("span", { className: "version", textContent: ` ${version}` }));
    // In the list and on paper it stands under other headings than in the conversation.
    const heading = make("p", { className: "kept-heading", textContent: find("figcaption", figure).textContent });
    heading.lang = find("figcaption", figure).lang;
    return [heading, find("blockquote", figure).cloneNode(true), origin];
  }

  function draw() {
    find("#kept").replaceChildren(...kept.map(item));
    find("#kept-none").hidden = kept.length > 0;
    // At a kiosk there may be none.
    for (const one of all("#print")) one.disabled = kept.length === 0;
    for (const count of all(".count")) {
      count.hidden = kept.length === 0;
      count.textContent = String(kept.length);
    }
    label();
  }

  function item(one, at) {
    const field = make("textarea", { id: `kept-${one.id}`, value: one.text, rows: 2, autocomplete: "off" });
    field.addEventListener("input", () => { one.text = field.value; });
    const label = make("label", { htmlFor: field.id, textContent: say("page.item", { number: String(at + 1) }) });
    const remove = make("button", { type: "button", className: "quiet", textContent: say("page.remove") });
    remove.setAttribute("aria-label", `${say("page.remove")}: ${say("page.item", { number: String(at + 1) })}`);
    remove.addEventListener("click", () => {
      kept = kept.filter((other) => other !== one);
      draw();
      (find("#kept textarea") ?? find("#add-text")).focus();
    });
    const parts = [label, field];
    if (one.quotes.length) {
      const summary = make("summary", { textContent: say("page.kept_quotes") });
      const copies = one.quotes.flat().map((part) => part.cloneNode(true));
      parts.push(make("details", {}, summary, ...copies));
    }
    return make("li", {}, ...parts, remove);
  }

  // One sheet in large type: each question, the leaflet's words, and lines to write on.
  function sheet() {
    const lines = () => [1, 2, 3].map(() => make("div", { className: "line" }));
    const blocks = kept.filter((one) => one.text.trim()).map((one, at) => make("section", {},
      make("h2", { textContent: `${at + 1}. ${one.text}` }),
      ...one.quotes.flat().map((part) => part.cloneNode(true)), ...lines()));
    const team = find("#teams > :not([hidden])").cloneNode(true);
    find("#sheet").replaceChildren(
      make("h1", { textContent: say("page.sheet_title") }), team, ...blocks,
      make("p", { className: "small", textContent: say("about.boundary") }));
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    const button = target.closest(".keep");
    if (button) keep(button.closest(".reply"));
    if (target.closest(".open-list")) {
      draw();
      Page.open(find("#list-dialog"));
    }
    if (target.closest("#add")) {
      const field = find("#add-text");
      if (field.value.trim()) {
        add(field.value.trim());
        field.value = "";
        Page.announce(say("page.kept"));
      }
      field.focus();
    }
    if (target.closest("#print")) {
      sheet();
      document.documentElement.classList.add("printing");
      window.print();
    }
  });

  window.addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    find("#sheet").replaceChildren();
  });

  Page.forgetList = () => {
    kept = [];
    find("#add-text").value = "";
    find("#sheet").replaceChildren();
    draw();
  };
  Page.ready.push(draw);
  Page.drawn.push(label);

  // What would be lost with the page: the list, and what is typed and not sent.
  Page.wouldLose = () => kept.length > 0
    || all("#question textarea, #add-text").some((field) => field.value.trim());

  // The browser asks before it reloads or leaves, in words of its own.
  window.addEventListener("beforeunload", (event) => {
    if (Page.wouldLose()) event.preventDefault();
  });
})();
