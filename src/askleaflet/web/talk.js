// The conversation as it is shown. The server draws each question with its reply; here they are added,
// the new ones only, so a long visit costs no more than a short one.
"use strict";

(() => {
  const { find, all } = Page;
  // Of each question the element that shows it with its reply.
  let shown = new WeakMap();

  const list = () => find("#turns");

  // A script in it would not run: the page's policy runs none but its own.
  function made(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  }

  // Shows what came for `asked`: questions and replies; in the place of what shows them already.
  function put(asked, turns) {
    turns.forEach((html, at) => {
      const turn = made(html).firstElementChild;
      const before = shown.get(asked[at]);
      // A reply drawn in another language takes the button that was pressed with it.
      const pressed = before?.contains(document.activeElement);
      if (before) before.replaceWith(turn);
      else list().append(turn);
      if (pressed) find(".asked", turn).focus();
      shown.set(asked[at], turn);
      asked[at].urgent = Boolean(find("[data-urgent]", turn));
    });
    document.documentElement.classList.toggle("talking", list().childElementCount > 0);
    for (const each of Page.drawn) each();
  }

  // The line of the last urgent notice.
  function pin(html) {
    find("#pinned-line").replaceChildren(made(html));
  }

  // Whom to call is seen at once, even where the question is no longer.
  function callable(reply) {
    const bottom = (one) => one.getBoundingClientRect().bottom;
    const calls = find(".notice .calls", reply);
    if (calls && bottom(calls) > find("#composer").getBoundingClientRect().top) {
      find(".notice", reply).scrollIntoView({ block: "start" });
    }
  }

  // A reply stands in the lower half of a tall display; one that this does not hold takes what it
  // needs of the upper. (Elsewhere it begins at the top, and nothing is left to take.)
  function whole(heading, reply) {
    const at = (one) => one.getBoundingClientRect();
    const below = at(reply).bottom - at(find("#composer")).top;
    const above = at(heading).top - at(find("#top")).bottom;
    if (below > 0 && above > 0) window.scrollBy(0, Math.min(below, above));
  }

  // Brings the newest reply into view, and has it heard.
  function come(tapped) {
    const [heading, reply] = [".asked", ".reply"].map((one) => find(one, list().lastElementChild));
    Page.help.answered(reply.hasAttribute("data-urgent"));
    Page.measure();
    heading.scrollIntoView({ block: "start" });
    whole(heading, reply);
    callable(reply);
    // With a keyboard on the glass, the box would hide the reply; a tapped button is gone.
    const touch = window.matchMedia("(pointer: coarse)").matches;
    if (touch || tapped || document.activeElement === document.body) {
      heading.focus({ preventScroll: true });
    }
    for (const each of Page.replied) each(reply);
  }

  function clear() {
    shown = new WeakMap();
    list().replaceChildren();
    pin("");
  }

  // What Gradio makes of texts (margins, marks of lists) is nothing for replies.
  Page.ready.push(() => {
    for (const one of all("#chat .prose")) one.classList.remove("prose");
  });

  Page.talk = { put, pin, come, clear };
})();
