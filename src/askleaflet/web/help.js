// Help that needs no server: the urgent notice, and the care team with "Get help now", are in the
// page already and come out where an answer is late, refused or never comes.
"use strict";

(() => {
  const { find, all, say } = Page;
  // Letters of a message that the search reads (analysis.py); all of it is read for emergencies.
  const LONGEST_QUESTION = 1000;
  const NOTICE_MS = 300;
  const LATE_MS = 4000;
  let notice = 0;
  let late = 0;
  // The heading of the notice that was announced for the question under way.
  let told = "";

  function stopClocks() {
    window.clearTimeout(notice);
    window.clearTimeout(late);
  }

  function needHelp(needed) {
    find("#need-help").hidden = !needed;
  }

  const heading = (card) => find("h2, h3, h4", card).textContent;

  // Whether a notice with this heading was announced already, before the answer came.
  const announced = (card) => heading(card) === told;

  // Shows the notice of one kind; the heaviest stays.
  function alarm(kind) {
    const here = find("#urgent-now");
    if (!kind || (!here.hidden && ["life", kind].includes(here.dataset.kind))) return;
    here.dataset.kind = kind;
    for (const one of all("[data-card]", here)) one.hidden = one.dataset.card !== kind;
    here.hidden = false;
    const card = find(`[data-only="${Page.state.language}"] > [data-card="${kind}"]`, here);
    Page.warn(Page.noticePieces(card), () => { told = heading(card); });
    Page.measure();
    here.scrollIntoView({ block: "nearest" });
  }

  function quiet() {
    stopClocks();
    needHelp(false);
    told = "";
    find("#urgent-now").hidden = true;
  }

  // A question is on its way.
  function sent(text) {
    quiet();
    late = window.setTimeout(() => {
      needHelp(true);
      find("#hint").textContent = say("page.slow");
    }, LATE_MS);
    notice = window.setTimeout(() => alarm(Page.emergency(text)), NOTICE_MS);
  }

  // No answer came. `why`: what the server knows of it.
  function failed(text, why) {
    stopClocks();
    needHelp(true);
    alarm(why?.urgent);
    if (text) alarm(Page.emergency(text));
  }

  // An answer came: its own notice takes the place of ours. Ours is not taken back without one.
  function answered(urgent) {
    stopClocks();
    needHelp(false);
    if (urgent) find("#urgent-now").hidden = true;
  }

  document.addEventListener("input", (event) => {
    if (!event.target.closest?.("#question")) return;
    const letters = event.target.value.normalize("NFKD").length;
    const long = letters > LONGEST_QUESTION;
    find("#reads").textContent = long ? say("page.reads_first", { count: String(LONGEST_QUESTION) }) : "";
  });

  Page.help = { sent, failed, answered, alarm, announced, needHelp, quiet };
})();
