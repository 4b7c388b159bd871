// Finds a word in the leaflet, however it is spelt: capitals, accents, British or American.
"use strict";

(() => {
  const { find, all, say } = Page;
  const SHORTEST = 2;
  let hits = [];
  let at = -1;

  const text = () => find("#leaflet-text");

  // The letters of a text as they are compared, and where in the text each of them stands: "æ", "ae"
  // and "oe" as "e", "our" as "or", "ph" as "f", "z" as "s", of two "l" one, any space as one sign.
  function folded(words) {
    const letters = [];
    const places = [];
    for (let place = 0; place < words.length; place += 1) {
      const plain = words[place].toLowerCase().replace("æ", "ae").replace("œ", "oe").normalize("NFKD");
      for (const one of plain.replace(/\p{Mn}|\p{Cf}/gu, "").replace(/\s/gu, " ").replace("z", "s")) {
        const last = letters.at(-1);
        const joins = (one === "e" && (last === "a" || last === "o")) || (one === last && "l ".includes(one))
          || (one === "h" && last === "p") || (one === "r" && last === "u" && letters.at(-2) === "o");
        if (joins) {
          letters.pop();
          places.pop();
        }
        letters.push(one === "h" && last === "p" ? "f" : one);
        places.push(place);
      }
    }
    return { letters: letters.join(""), places };
  }

  function search() {
    Page.unmark("hit");
    hits = [];
    at = -1;
    const typed = find("#find").value.trim();
    const wanted = folded(typed).letters;
    if (wanted.length >= SHORTEST) for (const piece of all("h3, h4, h5, h6, p, li, th, td", text())) mark(piece, wanted);
    if (hits.length) step();
    else tell(typed, wanted);
  }

  // Each place of one paragraph, item or heading.
  function mark(piece, wanted) {
    const sign = find(".sign", piece)?.textContent.length ?? 0;
    const { letters, places } = folded(piece.textContent.slice(sign));
    for (let from = letters.indexOf(wanted); from >= 0; from = letters.indexOf(wanted, from + wanted.length)) {
      const before = from ? places[from - 1] + 1 : 0;
      const made = Page.wrap(piece, before, places[from + wanted.length - 1] + 1, "hit");
      if (made.length) hits.push(made);
    }
  }

  // What was not found, and the word of the leaflet that looks most like it.
  function tell(typed, wanted) {
    const near = find("#find-near");
    find("#found").textContent = wanted.length >= SHORTEST ? say("page.found_none") : "";
    const word = wanted.length > SHORTEST ? nearest(wanted) : "";
    near.hidden = !word;
    near.textContent = word ? say("page.found_near", { word }) : "";
    near.dataset.word = word;
  }

  function nearest(wanted) {
    const whole = all("h3, h4, h5, h6, p, li, th, td", text()).map((one) => one.textContent).join(" ");
    const words = new Set(whole.match(/\p{L}[\p{L}-]{2,}/gu));
    let best = "";
    let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
    for (const word of words) {
      const far = distance(wanted, folded(word).letters, least);
      if (far < least) [best, least] = [word, far];
    }
    return best;
  }

  // How many letters to add, leave out or change; `most` where it is as many or more.
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) >= most) return most;
    let row = Array.from({ length: other.length + 1 }, (_, place) => place);
    for (let first = 0; first < one.length; first += 1) {
      const below = [first + 1];
      for (let second = 0; second < other.length; second += 1) {
        below.push(Math.min(below[second] + 1, row[second + 1] + 1, row[second] + (one[first] !== other[second])));
      }
      row = below;
    }
    return Math.min(row.at(-1), most);
  }

  function step() {
    hits = hits.filter((made) => made[0].isConnected);
    if (!hits.length) return;
    for (const one of hits[at] ?? []) one.classList.remove("here");
    at = (at + 1) % hits.length;
    for (const one of hits[at]) one.classList.add("here");
    hits[at][0].scrollIntoView({ block: "center" });
    find("#find-near").hidden = true;
    find("#found").textContent = say("page.found", { at: String(at + 1), all: String(hits.length) });
  }

  const next = () => (hits.length ? step() : search());

  document.addEventListener("click", (event) => {
    if (event.target.closest("#find-next")) next();
    const near = event.target.closest("#find-near");
    if (!near) return;
    find("#find").value = near.dataset.word;
    search();
    find("#find").focus();
  });

  document.addEventListener("input", (event) => {
    if (event.target.id === "find") search();
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "find" || event.key !== "Enter") return;
    event.preventDefault();
    next();
  });

  Page.folded = (words) => folded(words).letters;
  Page.distance = distance;
  Page.stopFinding = () => {
    Page.unmark("hit");
    hits = [];
    if (find("#find")) find("#find").value = "";
    if (find("#found")) find("#found").textContent = "";
    if (find("#find-near")) find("#find-near").hidden = true;
  };
})();
