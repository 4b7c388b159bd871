// Reading aloud, with voices of this machine only. A cloud voice would send the words away.
"use strict";

(() => {
  const { all } = Page;
  const synthesis = window.speechSynthesis;
  let speaking = null;

  function voice(language) {
    const local = (synthesis?.getVoices() ?? []).filter((one) => one.localService);
    return local.find((one) => one.lang.toLowerCase().startsWith(language.slice(0, 2))) ?? null;
  }

  // What the button reads, as pieces of one language each.
  function pieces(button) {
    const notice = button.closest(".notice");
    if (notice) return Page.noticePieces(notice);
    return Page.pieces(".message, figure.quote h4, blockquote :is(p, li, th, td), .care", button.closest(".reply"));
  }

  function stop() {
    synthesis?.cancel();
    if (speaking) show(speaking, false);
    speaking = null;
  }

  function show(button, on) {
    button.dataset.start ??= button.textContent;
    button.textContent = on ? button.dataset.stop : button.dataset.start;
    button.setAttribute("aria-pressed", String(on));
  }

  function speak(button) {
    stop();
    const parts = pieces(button).filter((one) => voice(one.language));
    if (!parts.length) return;
    speaking = button;
    show(button, true);
    parts.forEach(({ words, language }, at) => {
      const utterance = new SpeechSynthesisUtterance(words);
      utterance.voice = voice(language);
      utterance.lang = language;
      utterance.rate = 0.95;
      if (at === parts.length - 1) utterance.onend = () => { if (speaking === button) stop(); };
      synthesis.speak(utterance);
    });
  }

  // The buttons that were looked at, with the voices of now.
  let known = new WeakSet();
  function refresh() {
    for (const button of all(".speak")) {
      if (known.has(button)) continue;
      known.add(button);
      const spoken = pieces(button);
      const wanted = !spoken.some((one) => voice(one.language));
      if (button.hidden !== wanted) button.hidden = wanted;
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".speak");
    if (!button) return;
    if (speaking === button) stop();
    else speak(button);
  });

  document.addEventListener("close", (event) => {
    if (speaking && event.target.contains(speaking)) stop();
  }, true);
  synthesis?.addEventListener?.("voiceschanged", () => {
    known = new WeakSet();
    refresh();
  });
  window.addEventListener("pagehide", stop);
  Page.drawn.push(refresh);
  Page.hush = stop;
})();
