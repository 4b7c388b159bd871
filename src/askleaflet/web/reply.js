// What a reply folds away and shows again.
"use strict";

(() => {
  const { all } = Page;

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
