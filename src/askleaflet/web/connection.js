// The way to the server. A request that meets no server waits here until it is back, so that
// Gradio never sees the fault (it would reload the page, and with it lose what is typed).
"use strict";

(() => {
  const EVENTS = "/gradio_api/run/predict";
  const AGAIN_MS = 1000;
  const LOOK_MS = 10000;
  const plainFetch = window.fetch.bind(window);
  let server = null;
  let away = false;

  const pause = (ms) => new Promise((done) => { window.setTimeout(done, ms); });

  // The name of the running server, new with each start; null where none answers.
  async function serverName() {
    try {
      const answer = await plainFetch(new URL("gradio_api/app_id", document.baseURI), { cache: "no-store" });
      return answer.ok ? (await answer.json()).app_id : null;
    } catch {
      return null;
    }
  }

  function tell(words) {
    const bar = Page.find("#away");
    bar.textContent = words;
    bar.hidden = !words;
  }

  // Waits for a server. True if it is the one that we knew.
  async function comeBack() {
    away = true;
    tell(Page.say("page.away"));
    let name = await serverName();
    while (name === null) {
      await pause(AGAIN_MS);
      name = await serverName();
    }
    away = false;
    const same = name === server;
    server = name;
    if (same) tell("");
    return same;
  }

  async function afresh() {
    await Page.startAfresh();
    tell(Page.say("page.back"));
  }

  const gone = (answer) => [502, 503, 504].includes(answer.status);
  const nothing = () => new Response('{"error": ""}', { status: 409, headers: { "Content-Type": "application/json" } });

  window.fetch = async (input, options) => {
    const address = typeof input === "string" ? input : input.url ?? String(input);
    if (!address.includes(EVENTS)) return plainFetch(input, options);
    for (;;) {
      let answer = null;
      try {
        answer = await plainFetch(input, options);
      } catch {
        answer = null;
      }
      if (answer && !gone(answer)) {
        Page.arrived?.(answer.ok, answer.ok ? "" : await reason(answer.clone()));
        return answer;
      }
      if (!(await comeBack())) {
        Page.arrived?.(false, "");
        window.setTimeout(afresh);
        return nothing();
      }
    }
  };

  // Why the server refused, in its own words; a fault without words is said to be one.
  async function reason(answer) {
    const broken = `${Page.say("reply.error")} ${Page.say("reply.error_help")}`;
    try {
      return (await answer.json()).error || broken;
    } catch {
      return broken;
    }
  }

  // A page that nobody uses has to notice too: the leaflets may have changed meanwhile.
  async function look() {
    for (;;) {
      await pause(LOOK_MS);
      if (away || document.hidden || Page.busy?.()) continue;
      const name = await serverName();
      if (name === server) continue;
      if (name === null) {
        if (!(await comeBack())) await afresh();
      } else {
        server = name;
        await afresh();
      }
    }
  }

  Page.ready.push(async () => {
    server = await serverName();
    look();
  });
  Page.tell = tell;
  Page.serverName = serverName;
})();
