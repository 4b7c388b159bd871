// What a reply folds away and shows again, and how it is heard.
"use strict";

(() => {
  const { find, all } = Page;

  function unfold(button) {
    const figure = button.closest("figure");
    const whole = figure.classList.toggle("whole");
    button.dataset.more ??= button.textContent;
    button.textContent = whole ? button.dataset.less : button.dataset.more;
    button.setAttribute("aria-expanded", String(whole));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".unfold");
    if (button) unfold(button);
  });

  // What of an element is there to be read: nothing that waits to be unfolded.
  Page.shownWords = (element) => {
    const copy = element.cloneNode(true);
    if (!element.closest(".whole")) for (const one of all(".rest", copy)) one.remove();
    return copy.textContent;
  };

  // An element as it would be read: a sentence, and its language.
  Page.piece = (element) => {
    const words = Page.shownWords(element).trim();
    const ended = !words || /[.!?:…][”"»]?$/.test(words);
    return { words: ended ? words : `${words}.`, language: element.closest("[lang]").lang };
  };
  Page.pieces = (selector, root) => all(selector, root).map(Page.piece);
  Page.noticePieces = (notice) => Page.pieces("h2, h3, h4, a.call, li", notice);

  // The notice breaks in, unless a late answer's was said before it came (help.js). Then comes what
  // answers, alone, where it stands, and whom to talk to.
  function tell(reply) {
    const notice = find(".notice", reply);
    if (!notice || !Page.help.announced(notice)) Page.warn(notice ? Page.noticePieces(notice) : "");
    const quoted = all("figure.quote", reply);
    const rest = quoted.length ? ".note, .care" : ".message, .note, .care";
    Page.announce([...quoted.flatMap(answering), ...Page.pieces(rest, reply)]);
  }

  // An item of a list is nothing without its heading and what leads the list in: those come before it.
  function answering(figure) {
    const marks = all("mark", figure);
    const heading = find("h4", figure);
    if (marks.length && !marks.some((one) => one.closest("li, tr"))) {
      const stands = { words: Page.say("page.stands"), language: Page.state.language };
      return [...marks.map(Page.piece), stands, Page.piece(heading)];
    }
    const shown = all("blockquote :is(p, li, th, td)", figure)
      .filter((one) => !marks.length || one.matches("p") || find("mark", one.closest("tr") ?? one));
    return [heading, ...shown].map(Page.piece);
  }

  Page.replied.push(tell);

  // Where a leaflet comes from is said in full once a visit.
  Page.drawn.push(() => {
    const told = new Set();
    for (const one of all("#chat .origin")) {
      const full = one.querySelector(".origin-full");
      if (full) full.hidden = told.has(one.dataset.of);
      told.add(one.dataset.of);
    }
  });
})();
