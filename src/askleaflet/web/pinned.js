// The line of an urgent notice, which stays: not while the notice itself is seen, which says the same,
// and small where the person folds it.
"use strict";

(() => {
  const { find, all } = Page;
  const root = document.documentElement;
  const known = new WeakSet();
  const seen = new Set();

  const watcher = new IntersectionObserver((entries) => {
    for (const one of entries) {
      if (one.isIntersecting) seen.add(one.target);
      else seen.delete(one.target);
    }
    root.classList.toggle("notice-seen", [...seen].some((one) => one.isConnected));
  }, { threshold: 0.9 });

  Page.drawn.push(() => {
    for (const one of all("#chat .notice h4, #chat .calls")) {
      if (known.has(one)) continue;
      known.add(one);
      watcher.observe(one);
    }
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest(".fold-pinned")) return;
    root.classList.add("pinned-folded");
    find(".open-pinned").focus();
  });

  // A new notice unfolds it.
  Page.replied.push((reply) => {
    if (reply.hasAttribute("data-urgent")) root.classList.remove("pinned-folded");
  });
})();
