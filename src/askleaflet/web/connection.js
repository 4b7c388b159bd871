// The way to the server. A request that meets no server waits here until it is back, so that
// Gradio never sees the fault (it would reload the page, and with it lose what is typed).
"use strict";

(() => {
  const EVENTS = "/gradio_api/run/predict";
  const AGAIN_MS = 1000;
  const LOOK_MS = 10000;
  const plainFetch = window.fetch.bind(window);
  const MOST_MS = 45000;
  let server = null;
  let away = false;
  let visit = Page.find("meta[name=visit]")?.content ?? "";

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

  // A restarted server does not know the signs of the one before.
  async function newVisit() {
    try {
      const page = await (await plainFetch(document.baseURI, { cache: "no-store" })).text();
      visit = /<meta name="visit" content="([\w.]+)"/.exec(page)?.[1] ?? visit;
    } catch {
      // The sign of before still lets somebody ask, a little less often.
    }
  }

  // Waits for a server. True if it is the one that we knew.
  async function comeBack() {
    away = true;
    tell(Page.say("page.away"));
    Page.missing?.();
    let name = await serverName();
    while (name === null) {
      await pause(AGAIN_MS);
      name = await serverName();
    }
    away = false;
    const same = name === server;
    server = name;
    if (same) {
      tell("");
      Page.help.needHelp(false);
    }
    return same;
  }

  async function afresh() {
    await newVisit();
    await Page.startAfresh();
    tell(Page.say("page.back"));
  }

  const gone = (answer) => [502, 503, 504].includes(answer.status);
  const nothing = () => new Response('{"error": ""}', { status: 409, headers: { "Content-Type": "application/json" } });

  window.fetch = async (input, options) => {
    const address = typeof input === "string" ? input : input.url ?? String(input);
    if (!address.includes(EVENTS)) return plainFetch(input, options);
    const headers = new Headers(options?.headers);
    headers.set("X-Visit", visit);
    for (;;) {
      let answer = null;
      try {
        answer = await plainFetch(input, { ...options, headers, signal: AbortSignal.timeout(MOST_MS) });
      } catch {
        answer = null;
      }
      if (answer && !gone(answer)) {
        if (!answer.ok) {
          Page.arrived?.(false, await reason(answer.clone()));
          return answer;
        }
        const [fresh] = (await answer.clone().json()).data;
        Page.arrived(true, fresh);
        return answer;
      }
      if (!(await comeBack())) {
        Page.arrived?.(false, { error: "" });
        window.setTimeout(afresh);
        return nothing();
      }
    }
  };

  // Why the server refused, in its own words; a fault without words is said to be one.
  async function reason(answer) {
    const broken = `${Page.say("reply.error")} ${Page.say("reply.error_help")}`;
    try {
      const said = await answer.json();
      return { ...said, error: said.error || broken };
    } catch {
      return { error: broken };
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
