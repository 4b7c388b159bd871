// Knows an emergency when no server answers: the phrases of urgent.toml, laid over what is typed.
// It forgives fewer slips and knows fewer ways to deny than the server, which decides where it can.
"use strict";

const emergencyReader = (Signs) => {
  const MOST_WORDS = 6;
  const KEY = Signs.keys;
  const LIFE = 2;
  const ALWAYS = 4;
  const BARE = 8;
  const CRISIS = 1;
  const EMERGENCY = 32;
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

  // Where the phrase soonest ends when it begins at `start`; -1 where it is not met.
  function reach(phrase, start, words, groups) {
    let ends = groups[start].get(phrase[1]).map((length) => start + length);
    for (let part = 3; part < phrase.length; part += 2) {
      const further = new Set();
      for (const end of ends) {
        for (let place = end; place <= Math.min(end + phrase[part + 1], words.length - 1); place += 1) {
          if ((phrase[part + 1] <= 2 && words[place].broken) || groups[place].has(KEY["@but"])) break;
          for (const length of groups[place].get(phrase[part]) ?? []) further.add(place + length);
        }
      }
      if (!further.size) return -1;
      ends = [...further];
    }
    return Math.min(...ends);
  }

  function any(groups, from, to, ...keys) {
    for (let at = Math.max(from, 0); at < Math.min(to, groups.length); at += 1) {
      if (keys.some((key) => groups[at].has(KEY[key]))) return true;
    }
    return false;
  }

  function negated(words, groups, start) {
    for (let at = start - 1; at >= Math.max(start - 4, 0); at -= 1) {
      if (words[at + 1].broken || any(groups, at + 1, at + 2, "@but", "@and")) return false;
      const length = Math.max(...(groups[at].get(KEY["@negation"]) ?? [0]));
      if (length && at + length <= start && !any(groups, at, at + 1, "@not_only")) return true;
      if (any(groups, at, at + 1, "@person", "@now")) return false;
    }
    return false;
  }

  // Denied, over, long past, only imagined, asked about, or somebody else's story.
  function calm(sentence, groups, start, end, marks) {
    const { words } = sentence;
    if (negated(words, groups, start)) return true;
    const told = any(groups, start - 4, end + 6, "@now");
    const over = any(groups, end, end + 6, "@resolved", "@past") && !any(groups, end - 3, end + 3, "@part");
    if (over && !told) return true;
    const before = any(groups, start - 2, start + 1, "@was") || any(groups, start, end, "@lasting");
    if (before && !told && any(groups, end, end + 12, "@allowed")) return true;
    if (any(groups, start - 2, start, "@stopped")) return true;
    if (any(groups, start - 12, start, "@past") && !any(groups, start - 12, end + 6, "@now", "@present_person")) return true;
    const theirs = any(groups, start - 4, end, "@present_person", "@owner");
    if (any(groups, start - 30, end + 6, "@hypothetically")) return true;
    const asks = start > 0 && (any(groups, 0, 1, "@aux") || (any(groups, 0, 1, "@be") && !any(groups, 1, end, "@person", "@this")));
    const asked = asks || any(groups, start - 30, start, "@if", "@asks", "@wonders");
    if (asked && !theirs && !told) return true;
    if (any(groups, start - 10, start + 1, "@generic", "@other") && !theirs) return true;
    if (!(marks & BARE)) return false;
    const alone = words.length <= 8 && !sentence.asked
      && words.every((_, at) => (at >= start && at < end) || any(groups, at, at + 1, "@filler", "@named"));
    return !alone && !any(groups, start - 9, start + 1, "@have", "@present_person", "@whom", "@owner")
      && !any(groups, start - 2, start, "@person") && !any(groups, start - 6, end + 8, "@now");
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
      if (any(groups, at - 3, at, "@threshold")) return false;
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
          const end = reach(phrase, start, words, groups);
          if (end < 0) continue;
          if (phrase[0] < 0) for (let at = start; at < end; at += 1) quiet.add(at);
          else met.push([phrase[0], start, end]);
        }
      }
    });
    let marks = hot(words, groups) ? 16 : 0;
    for (const [own, start, end] of met) {
      // What it would say is said already.
      if ((marks | own | 16) === marks || quiet.has(start) || quiet.has(end - 1)) continue;
      const always = own & ALWAYS && !(own & BARE);
      if (always || !calm(sentence, groups, start, end, own)) marks |= own | 16;
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
