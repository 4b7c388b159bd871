// Questions on their way: typed or tapped, one after the other, none lost and none doubled.
// The questions of the visit live in this page only, all of them. With each request travel those
// that it may lean on; what is answered once is not asked for again.
"use strict";

(() => {
  const { find, say } = Page;
  // Of one request: its questions, and those of them that are to be answered.
  const MOST_ASKED = 10;
  const MOST_ANSWERED = 5;
  // What the questions before the newest may come to, and what the newest may.
  const MOST_BYTES = 12000;
  const LONGEST_TEXT = 65536;
  const SLOW_MS = 500;
  const DRAWN_MS = 10000;
  let asked = [];
  const waiting = [];
  let current = null;
  // The leaflet that was chosen, by a tap or a link: what is asked is about it, as long as it shows.
  let chosen = "";
  let linked = "";
  let slow = 0;
  // From `from` to `upto` the request under way is to answer; from `lacking` on a reply is due.
  let from = 0;
  let upto = 0;
  let lacking = 0;

  const box = () => find("#question textarea");
  const leafletShown = () => find("#leaflet-pane")?.dataset.document ?? "";

  function type(element, words) {
    element.value = words;
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function hint(words) {
    find("#hint").textContent = words;
  }

  const bytes = (text) => new TextEncoder().encode(text).length;

  const size = (list) => bytes(JSON.stringify(list.slice(0, -1)));

  // What one request asks: the next questions that lack a reply, after those before them that fit.
  // The oldest give way; one that an urgent notice answered stays.
  function next() {
    from = lacking;
    upto = Math.min(asked.length, from + MOST_ANSWERED);
    while (upto - from > 1 && size(asked.slice(from, upto)) > MOST_BYTES) upto -= 1;
    if (from === upto) return { asked: [], known: 0 };
    const sent = asked.slice(0, upto);
    const before = () => sent.length - (upto - from);
    while (before() && (sent.length > MOST_ASKED || size(sent) > MOST_BYTES)) {
      const calm = sent.findIndex((one, at) => !one.urgent && at < before());
      sent.splice(Math.max(calm, 0), 1);
    }
    return { asked: sent, known: before() };
  }

  function pump() {
    if (current || !waiting.length) return;
    current = waiting.shift();
    if (current.question) {
      if (leafletShown() !== chosen) chosen = "";
      asked.push({ ...current.question, leaflet: chosen });
      current.question = asked.at(-1);
    }
    if (current.redraw) lacking = 0;
    const wish = { language: Page.state.language, ...next(), leaflet: current.leaflet ?? "",
      shown: current.question ? leafletShown() : "" };
    type(find("#wish textarea"), JSON.stringify(wish));
    slow = window.setTimeout(() => hint(say("page.looking")), SLOW_MS);
    if (current.question) Page.help.sent(current.question.text);
    find("#send").click();
  }

  // Called by connection.js when an answer is here. `what`: what came, or why nothing did.
  Page.arrived = (good, what) => {
    window.clearTimeout(slow);
    hint(good ? "" : what.error);
    const done = current;
    if (good) came(done, what);
    else lost(done, what);
  };

  function lost(done, why) {
    Page.help.failed(done?.question?.text, why);
    if (done?.question) {
      asked = asked.filter((one) => one !== done.question);
      lacking = Math.min(lacking, asked.length);
      if (!box().value) type(box(), done.question.text);
    }
    finish(done);
  }

  // Of a visit that was forgotten meanwhile nothing is shown.
  function came(done, { turns, pinned, leaflet }) {
    if (!done.forgotten) {
      lacking = upto;
      if (pinned || !from) Page.talk.pin(pinned);
      Page.talk.put(asked.slice(from, upto), turns);
      if (done.question && turns.length) Page.talk.come(done.tapped);
      if (lacking < asked.length) waiting.unshift({});
    }
    turned(leaflet, () => finish(done));
  }

  // Gradio draws a leaflet that comes along a moment later; without it the next question must go on.
  function turned(leaflet, then) {
    const until = performance.now() + DRAWN_MS;
    const look = () => {
      if (leaflet && leafletShown() !== leaflet && performance.now() < until) window.requestAnimationFrame(look);
      else then();
    };
    look();
  }

  // The server is away and the question waits: whoever asked may not be able to.
  Page.missing = () => {
    window.clearTimeout(slow);
    hint("");
    Page.help.failed(current?.question?.text);
  };

  function finish(done) {
    current = null;
    done?.finished?.();
    pump();
  }

  function ask(text, { tapped = false } = {}) {
    Page.tell?.("");
    Page.hush();
    waiting.push({ question: { text }, tapped });
    pump();
  }

  let sentAt = -Infinity;
  function submit() {
    const text = box().value;
    if (!text.trim()) {
      // The second click of a double click finds the box empty: no fault of the person.
      if (performance.now() - sentAt > 1000) hint(say("reply.empty"));
      box().focus();
      return;
    }
    if (bytes(text) > LONGEST_TEXT) {
      hint(say("server.too_long"));
      Page.help.needHelp(true);
      Page.help.alarm("life");
      return;
    }
    type(box(), "");
    sentAt = performance.now();
    ask(text);
  }

  Page.redraw = () => {
    if (!asked.length) return;
    waiting.push({ redraw: true });
    pump();
  };

  Page.openDocument = (id) => new Promise((finished) => {
    waiting.push({ leaflet: id, finished });
    pump();
  });

  Page.choose = (id) => {
    chosen = id;
    return Page.openDocument(id);
  };

  // A link names the leaflet to start with.
  Page.ready.push(() => {
    linked = find("#plain")?.dataset.linked;
    if (linked === "") hint(say("page.no_such_leaflet"));
    if (linked) {
      Page.choose(linked).then(() => hint(say("page.about_leaflet", { title: find("#leaflet-title").textContent })));
    }
  });

  // Everything of the visit is forgotten, here and in what Gradio holds of it.
  Page.forget = () => new Promise((finished) => {
    asked = [];
    lacking = 0;
    waiting.length = 0;
    if (current) current.forgotten = true;
    Page.talk.clear();
    Page.help.quiet();
    chosen = linked;
    waiting.push({ finished, leaflet: linked || leafletShown() });
    pump();
  });

  Page.startAfresh = () => Page.forget();
  Page.busy = () => current !== null;
  Page.asked = () => asked.map((one) => one.text);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (!event.target.closest?.("#question")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) submit();
  }, true);

  document.addEventListener("click", (event) => {
    if (event.target.closest("#ask")) submit();
    const button = event.target.closest("[data-ask]");
    if (!button) return;
    // A double click on a suggestion is one question.
    if (button.dataset.sent && performance.now() - Number(button.dataset.sent) < 1000) return;
    button.dataset.sent = String(performance.now());
    ask(button.dataset.ask, { tapped: true });
  }, true);
})();
