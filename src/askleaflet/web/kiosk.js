// A screen in a waiting room: it warns, waits, and clears itself for the next person.
// "Finish and clear" does the same at once, at a kiosk and everywhere else.
"use strict";

(() => {
  const { find, all } = Page;
  // A clock that nobody can set: with the other one put back an hour nothing would ever clear.
  const now = () => performance.now();
  let idle = 0;
  let warning = 0;
  let last = now();
  let left = 0;
  let clearing = false;

  // After this nothing is left that could be lost.
  function empty() {
    for (const field of all("textarea, input")) {
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    Page.forgetList();
  }

  async function clear() {
    if (clearing) return;
    clearing = true;
    Page.hush();
    for (const dialog of all("dialog[open]")) dialog.close();
    empty();
    find("#pinned-card").replaceChildren();
    Page.announce("");
    Page.warn("");
    Page.shutLeaflet();
    document.documentElement.classList.remove("talking");
    // Nothing of the old page may stay on the screen while the new one loads.
    document.documentElement.classList.add("clearing");
    await Promise.race([Page.forget(), new Promise((done) => { window.setTimeout(done, 3000); })]);
    // The fresh page with its new session comes when the server does.
    document.documentElement.classList.remove("clearing");
    while ((await Page.serverName()) === null) {
      await new Promise((done) => { window.setTimeout(done, 1000); });
    }
    window.location.replace(window.location.pathname);
  }

  const used = () => Page.asked().length > 0 || document.documentElement.classList.contains("talking")
    || Boolean(find("#count") && !find("#count").hidden) || Boolean(find("#question textarea")?.value)
    || Boolean(find("dialog[open]")) || Boolean(find("#find")?.value) || Boolean(find("#pick")?.value)
    || document.documentElement.classList.contains("leaflet-open")
    || Page.touched === true;

  function tick() {
    const dialog = find("#idle-dialog");
    if (dialog.open) {
      left = Math.max(0, Math.ceil((last + (idle + warning) * 1000 - now()) / 1000));
      find("#idle-left").textContent = String(left);
      if (left === 0) clear();
      return;
    }
    if (now() - last < idle * 1000) return;
    if (!used()) {
      last = now();
      return;
    }
    find("#idle-left").textContent = String(warning);
    last = now() - idle * 1000;
    Page.open(dialog);
  }

  function stay() {
    last = now();
    find("#idle-dialog").close();
  }

  Page.ready.push((facts) => {
    idle = Number(facts.idle);
    warning = Number(facts.warning);
    if (!Page.state.kiosk) return;
    for (const kind of ["pointerdown", "keydown", "wheel", "touchmove", "input"]) {
      document.addEventListener(kind, () => {
        Page.touched = true;
        if (!find("#idle-dialog").open) last = now();
      }, { capture: true, passive: true });
    }
    find("#idle-dialog").addEventListener("cancel", stay);
    window.setInterval(tick, 1000);
    // Back must not leave the page, nor bring an earlier visit.
    history.replaceState(null, "");
  });

  document.addEventListener("click", (event) => {
    const finish = event.target.closest(".clear-visit");
    // Who is warned already, or has been asked, is not asked again.
    if (finish?.closest("dialog") || (finish && !Page.wouldLose())) clear();
    else if (finish) Page.open(find("#finish-dialog"));
    if (event.target.closest("#idle-stay")) stay();
  });

  // A page that comes out of the browser's memory would show an old visit.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    empty();
    window.location.reload();
  });
})();
