// Knows an emergency when no server answers: the phrases of urgent.toml, laid over what is typed, and
// the checks of urgency/happening.py. It forgives fewer slips than the server, which decides where it can.
"use strict";

const emergencyReader = (Signs) => {
  const MOST_WORDS = 6;
  const KEY = Signs.keys;
  const LIFE = 2;
  const ALWAYS = 4;
  const BARE = 8;
  const CRISIS = 1;
  const EMERGENCY = 32;
  const PUMP = 64;
  // How many words each check reads, as in happening.py.
  const [OUTCOME, STORY, FRAME] = [6, 12, 30];
  const SOMEONE = ["@person", "@present_person", "@owner", "@now", "@right_now"];
  const TOLD = ["@person", "@whom", "@present_person", "@owner", "@present", "@now", "WONT", "NOT", "SITE", "LINE"];
  const longest = new Map();
  for (const written of Object.keys(Signs.words)) {
    const first = written.split(" ", 1)[0];
    longest.set(first, Math.max(longest.get(first) ?? 1, written.split(" ").length));
  }
  const starting = new Map();
  for (const phrase of Signs.phrases) {
    if (!starting.has(phrase[1])) starting.set(phrase[1], []);
    starting.get(phrase[1]).push(phrase);
  }
  const plain = new Set(Signs.plain);
  for (const written of Object.keys(Signs.words)) for (const word of written.split(" ")) plain.add(word);
  // Each word under its first and its second half: one slip leaves one of the two whole.
  const halves = new Map();
  const half = (word, first, size) => {
    const middle = Math.floor(size / 2);
    return `${size}${first ? "<" + word.slice(0, middle) : ">" + word.slice(middle - size)}`;
  };
  for (const word of Signs.slips) {
    for (const key of [half(word, true, word.length), half(word, false, word.length)]) {
      halves.set(key, [...(halves.get(key) ?? []), word]);
    }
  }
  const PIECE = /(\p{L}+(?:'+\p{L}+)*)|(\d+(?:[.,]\d+)?)|([.!?;…。！？¿¡\n|•])|([,()[\]{}–—“”"«»])/gu;

  function folded(text) {
    return text.toLowerCase().replace(/[’‘ʼ`´＇′ʹ]/g, "'").replace(/℃/g, "°c").replace(/℉/g, "°f")
      .normalize("NFKD").replace(/\p{Mn}|\p{Cf}/gu, "").replace(/ı/g, "i").replace(/ł/g, "l").replace(/ø/g, "o");
  }

  // Words by sentence; a comma stands as `broken` before the word that follows it.
  function* sentences(text) {
    let words = [];
    let broken = false;
    for (const [, word, number, hard, soft] of folded(text).matchAll(PIECE)) {
      if (word) words.push({ text: meant(word.replace(/'/g, "")), broken });
      else if (number) words.push({ text: number, broken, number: Number(number.replace(",", ".")) });
      else if (hard) {
        if (words.length) yield { words, asked: hard === "?" };
        words = [];
      }
      broken = Boolean(soft);
    }
    if (words.length) yield { words, asked: false };
  }

  const swapped = (word, at) => word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);

  // One letter too many, too few or swapped; in long words one changed. The first stays.
  function isSlip(typed, word) {
    if (swapped(typed, 0) === word) return true;
    let same = 0;
    while (same < typed.length && typed[same] === word[same]) same += 1;
    if (!same) return false;
    if (typed.length > word.length) return typed.slice(same + 1) === word.slice(same);
    if (typed.length < word.length) return typed.slice(same) === word.slice(same + 1);
    return swapped(typed, same) === word || (word.length >= 7 && typed.slice(same + 1) === word.slice(same + 1));
  }

  // The word of urgent.toml that this one stands for.
  function meant(typed) {
    if (plain.has(typed)) return typed;
    const word = typed.replace(/(.)\1\1+/gu, "$1$1");
    if (plain.has(word) || word.length < 5 || word.length > 24) return word;
    const middle = Math.floor(word.length / 2);
    const keys = [half(swapped(word, middle - 1), true, word.length)];
    for (const size of [word.length - 1, word.length, word.length + 1]) {
      keys.push(half(word, true, size), half(word, false, size));
    }
    return keys.flatMap((key) => halves.get(key) ?? []).find((one) => isSlip(word, one)) ?? word;
  }

  // For each word the groups that begin there, each with the number of words it may take.
  function labelled(words) {
    return words.map((word, at) => {
      const groups = new Map();
      if (word.number !== undefined) groups.set(Signs.number, [1]);
      const most = Math.min(longest.get(word.text) ?? 0, MOST_WORDS, words.length - at);
      for (let length = 1; length <= most; length += 1) {
        const written = words.slice(at, at + length).map((one) => one.text).join(" ");
        for (const group of Object.hasOwn(Signs.words, written) ? Signs.words[written] : []) {
          groups.set(group, [...(groups.get(group) ?? []), length]);
        }
      }
      return groups;
    });
  }

  // Where the phrase soonest ends when it begins at `start`, and the places between its parts;
  // nothing where it is not met.
  function reach(phrase, start, words, groups) {
    let ends = new Map(groups[start].get(phrase[1]).map((length) => [start + length, []]));
    for (let part = 3; part < phrase.length; part += 2) {
      const further = new Map();
      for (const [end, between] of ends) {
        for (let place = end; place <= Math.min(end + phrase[part + 1], words.length - 1); place += 1) {
          if ((phrase[part + 1] <= 2 && words[place].broken) || groups[place].has(KEY["@but"])) break;
          for (const length of groups[place].get(phrase[part]) ?? []) {
            if (!further.has(place + length)) further.set(place + length, [...between, ...steps(end, place)]);
          }
        }
      }
      if (!further.size) return null;
      ends = further;
    }
    const end = Math.min(...ends.keys());
    return { start, end, between: ends.get(end) };
  }

  const steps = (from, to) => Array.from({ length: Math.max(to - from, 0) }, (_, step) => from + step);

  function any(groups, from, to, ...keys) {
    for (let at = Math.max(from, 0); at < Math.min(to, groups.length); at += 1) {
      if (keys.some((key) => groups[at].has(KEY[key]))) return true;
    }
    return false;
  }

  // The words around a phrase that was met; `since`, where the sentence last began anew with
  // someone; `until`, where it goes on to something else.
  function surroundings(sentence, groups, { start, end, between }, marks) {
    const { words } = sentence;
    const within = (from, to, ...keys) => any(groups, from, to, ...keys);
    const has = (at, ...keys) => within(at, at + 1, ...keys);
    const length = (at, key) => Math.max(0, ...(groups[at]?.get(KEY[key]) ?? []));
    const parted = (at) => words[at].broken || has(at, "@but");
    const back = (count) => steps(Math.max(start - count, 0), start).reverse();
    const someone = (at) => at && parted(at) && within(at, start + 1, ...SOMEONE);
    const since = [start, ...back(FRAME)].find(someone) ?? Math.max(start - FRAME, 0);
    const until = steps(end, Math.min(end + STORY, words.length)).find(parted) ?? end + STORY;
    return {
      sentence, words, start, end, between, since, until, within, has, length, back,
      bare: Boolean(marks & BARE), pump: Boolean(marks & PUMP), always: Boolean(marks & ALWAYS),
      before: (count, key) => back(Math.min(count, start - since)).filter((at) => has(at, key)),
      ended: (at, key) => length(at, key) > 0 && length(at, key) <= start - at,
      now: (count) => within(start - count, Math.min(until, end + OUTCOME), "@now"),
    };
  }

  // "My rash", "this pain": it is there, whatever is asked about it.
  function isThere({ start, end, within, has, bare, pump }) {
    if (within(end, end + 2, "@right_now")) return true;
    if (pump || within(end, end + 4, "@yet_to_come") || within(start, end, "@lasting")) return false;
    return (bare && within(start - 2, start + 1, "@owner")) || has(start - 1, "@this");
  }

  function denied({ words, start, between, within, has, back, ended }) {
    if (between.some((at) => has(at, "@negation") && !has(at, "@not_only"))) return true;
    for (const at of back(within(start - 3, start, "@or") ? 8 : 4)) {
      if (words[at + 1].broken || has(at + 1, "@but", "@and")) return false;
      if (ended(at, "@negation") && !has(at, "@not_only")) {
        return words[at].broken || !within(at - 2, at, "@negation");
      }
      if (has(at, "@person", "@now")) return false;
    }
    return false;
  }

  // "The fever is gone", "ten years ago", "I have angina, can I have it".
  function over({ start, end, until, within, before, now }) {
    if (within(start - 2, start, "@stopped")) return true;
    if (within(end, Math.min(until, end + 4), "@resolved") && !within(end - 3, end + 3, "@part", "WONT")) {
      return !within(end, until, "@back");
    }
    if (!now(4)) {
      if (within(end, Math.min(until, end + OUTCOME), "@past")) return true;
      const had = within(start - 2, start + 1, "@was") || within(start, end, "@lasting");
      if (had && within(end, end + STORY, "@allowed")) return true;
    }
    const [past] = before(STORY, "@past");
    return past !== undefined && !within(past + 1, start + 1, "@now", "@present_person") && !within(end, end + 5, "@now");
  }

  // "What if", "he might": nothing has happened yet.
  function imagined(around) {
    const { start, end, between, since, within, has, before, ended } = around;
    if (within(since, end + OUTCOME, "@hypothetically") || between.some((at) => has(at, "@if"))) return true;
    if (isThere(around)) return false;
    const supposed = before(FRAME, "@if").find((at) => ended(at, "@if") && !has(at, "@unsure_if"));
    if (supposed !== undefined) return !within(supposed - 2, supposed, "@unsure");
    return before(6, "@modal").some((at) => has(at - 1, "@subject") && !within(at, start + 1, "@present_person"));
  }

  function asked(around) {
    const { start, end, since, within, has, back, now, pump } = around;
    if (now(2) || isThere(around) || has(start - 1, "@person") || within(start - 4, end, "@present_person")) return false;
    const first = since || Number(has(0, "@opener"));
    if (within(since, start, "@asks") || (first < start && has(first, "@aux"))) {
      return pump || !back(4).some((at) => has(at, "@owner") && within(at + 1, end, "@present"));
    }
    const opens = first < start && has(first, "@be") && !within(first + 1, end, "@person", "@this");
    return (opens || within(since, start, "@wonders")) && !within(start - 4, end, "@owner");
  }

  function somebodyElses({ words, start, end, within, has, before, now }) {
    if (now(4) || within(start - 2, start + 1, "@present_person") || within(start - 2, end, "@owner")) return false;
    if (has(start, "@generic") || before(10, "@other").length) return true;
    return before(10, "@generic").some((at) => !words[at + 1].broken);
  }

  // Nobody is said to have it or feel it, nothing goes on now, and more is said than that.
  function nobodys(around) {
    const { sentence, words, start, end, within, has, length, back, bare, pump, always } = around;
    const now = within(start - 6, end + 8, "@now");
    if (!now && back(2).some((at) => length(at, "@about") >= start - at)) return true;
    if (!bare && (pump || within(start - 10, end + 10, ...TOLD))) return false;
    if (now || isThere(around) || within(end, end + 4, "@goes_on")) return false;
    for (const at of [start, ...back(9)]) {
      if (has(at, "@about")) return true;
      const near = at >= start - 1 || has(start - 1, "@article");
      if (has(at, "@have", "@present_person", "@whom", "@owner") || (near && has(at, "@person"))) return false;
    }
    if ((sentence.asked && !always) || words.length > 8) return true;
    return !words.every((_, at) => (at >= start && at < end) || has(at, "@filler", "@named"));
  }

  function happens(sentence, groups, match, marks) {
    if (marks & ALWAYS && !(marks & BARE)) return true;
    const around = surroundings(sentence, groups, match, marks);
    return ![denied, over, imagined, asked, somebodyElses, nobodys].some((check) => check(around));
  }

  const [ones, tens] = [Signs.ones, Signs.tens].map((one) => new Map(Object.entries(one)));

  // Numbers as they are spoken, as far as temperatures need them; undefined where none begins.
  function valueAt(words, at) {
    const text = (place) => words[place]?.text ?? "";
    const tenth = (place) => (Signs.point.includes(text(place)) ? (ones.get(text(place + 1)) ?? 0) / 10 : 0);
    const { number } = words[at];
    if (number !== undefined) return number + (text(at + 1) === "and" && text(at + 3) === "half" ? 0.5 : tenth(at + 1));
    let place = at;
    let value = tens.get(text(at));
    if (value === undefined) {
      if (!Signs.hundred.includes(text(at))) return undefined;
      value = 100;
      if (["and", "y"].includes(text(at + 1))) place += 1;
    }
    const one = ones.get(text(place + 1));
    if (one !== undefined) place += 1;
    return value + (one ?? 0) + tenth(place + 1);
  }

  // A number that can only be the temperature of somebody with a fever, or too cold.
  function hot(words, groups) {
    return words.some((_, at) => {
      const limits = Signs.limits;
      const value = valueAt(words, at);
      if (value === undefined) return false;
      const celsius = value >= 30 && value <= 43.5 && (value >= limits.high_c || value <= limits.low_c);
      const fahrenheit = value >= 86 && value <= 112 && (value >= limits.high_f || value <= limits.low_f);
      if (!celsius && !fahrenheit) return false;
      if (any(groups, at + 1, at + 2, "@other_unit") || any(groups, at - 8, at + 6, "@storage")) return false;
      if (any(groups, at - 3, at, "@threshold") && any(groups, at - 12, at, "@asking")) return false;
      const unit = words[at + 1]?.text ?? "";
      if (["c", "f", "celsius", "fahrenheit", "degrees", "degree", "grados"].includes(unit)) return true;
      const tenths = !Number.isInteger(value);
      return any(groups, at - 9, at, "@temperature") || any(groups, at + 1, at + (tenths ? 8 : 4), "@temperature")
        || (tenths && words.length <= 3);
    });
  }

  // By its first group, each phrase of which all groups are in the sentence.
  function phrasesOf(groups) {
    const present = new Set(groups.flatMap((one) => [...one.keys()]));
    const possible = new Map();
    for (const group of present) {
      const own = (starting.get(group) ?? []).filter((phrase) => {
        for (let part = 3; part < phrase.length; part += 2) if (!present.has(phrase[part])) return false;
        return true;
      });
      if (own.length) possible.set(group, own);
    }
    return possible;
  }

  function marksOf(sentence) {
    const { words } = sentence;
    const groups = labelled(words);
    const possible = phrasesOf(groups);
    const met = [];
    const quiet = new Set();
    groups.forEach((own, start) => {
      for (const group of own.keys()) {
        for (const phrase of possible.get(group) ?? []) {
          const match = reach(phrase, start, words, groups);
          if (!match) continue;
          if (phrase[0] < 0) for (let at = start; at < match.end; at += 1) quiet.add(at);
          else met.push([phrase[0], match]);
        }
      }
    });
    let marks = hot(words, groups) ? 16 : 0;
    for (const [own, match] of met) {
      // What it would say is said already.
      if ((marks | own | 16) === marks || quiet.has(match.start) || quiet.has(match.end - 1)) continue;
      if (happens(sentence, groups, match, own)) marks |= own | 16;
    }
    return marks;
  }

  // "life", "team" or "crisis" where the text tells of an emergency now; "" where nothing says so.
  return (text) => {
    let seen = 0;
    let other = false;
    for (const sentence of sentences(text)) {
      const marks = marksOf(sentence);
      seen |= marks;
      if (marks && !(marks & CRISIS)) other = true;
    }
    if (seen & CRISIS && !(seen & LIFE && other)) return "crisis";
    if (seen & EMERGENCY) return "life";
    return other ? "team" : "";
  };
};

(() => {
  const PREPARE_MS = 2000;
  let reader = null;
  // Made ready once the page can be used, or when it is needed: it takes a while.
  const prepared = () => reader ??= emergencyReader(JSON.parse(SIGNS));
  Page.emergency = (text) => prepared()(text);
  Page.ready.push(() => window.setTimeout(prepared, PREPARE_MS));
})();
