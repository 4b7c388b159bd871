// Knows an emergency when no server answers: the phrases of urgent.toml, laid over what is typed.
// It forgives fewer slips and knows fewer ways to deny than the server, which decides where it can.
"use strict";

(() => {
  const MOST_WORDS = 6;
  const KEY = Signs.keys;
  const LIFE = 2;
  const ALWAYS = 4;
  const BARE = 8;
  const CRISIS = 1;
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
      if (word) words.push({ text: word.replace(/'/g, ""), broken });
      else if (number) words.push({ text: number, broken, number: Number(number.replace(",", ".")) });
      else if (hard) {
        if (words.length) yield { words, asked: hard === "?" };
        words = [];
      }
      broken = Boolean(soft);
    }
    if (words.length) yield { words, asked: false };
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
    if (any(groups, end, end + 6, "@resolved", "@past") && !told) return true;
    if (any(groups, start - 2, start, "@stopped")) return true;
    if (any(groups, start - 12, start, "@past") && !any(groups, start - 12, end + 6, "@now", "@present_person")) return true;
    const theirs = any(groups, start - 4, end, "@present_person", "@owner");
    if (any(groups, start - 30, end + 6, "@hypothetically")) return true;
    const asked = any(groups, start - 30, start, "@if", "@asks", "@wonders") || (groups[0].has(KEY["@aux"]) && start > 0);
    if (asked && !theirs && !told) return true;
    if (any(groups, start - 10, start + 1, "@generic", "@other") && !theirs) return true;
    if (!(marks & BARE)) return false;
    const alone = words.length <= 8 && !sentence.asked
      && words.every((_, at) => (at >= start && at < end) || any(groups, at, at + 1, "@filler", "@named"));
    return !alone && !any(groups, start - 9, start + 1, "@have", "@present_person", "@whom", "@owner")
      && !any(groups, start - 2, start, "@person") && !any(groups, start - 6, end + 8, "@now");
  }

  // A number that can only be the temperature of somebody with a fever, or too cold.
  function hot(words, groups) {
    return words.some((word, at) => {
      const limits = Signs.limits;
      const value = word.number;
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

  function marksOf(sentence) {
    const { words } = sentence;
    const groups = labelled(words);
    const met = [];
    const quiet = new Set();
    groups.forEach((own, start) => {
      for (const group of own.keys()) {
        for (const phrase of starting.get(group) ?? []) {
          const end = reach(phrase, start, words, groups);
          if (end < 0) continue;
          if (phrase[0] < 0) for (let at = start; at < end; at += 1) quiet.add(at);
          else met.push([phrase[0], start, end]);
        }
      }
    });
    let marks = hot(words, groups) ? 16 : 0;
    for (const [own, start, end] of met) {
      if (quiet.has(start) || quiet.has(end - 1)) continue;
      const always = own & ALWAYS && !(own & BARE);
      if (always || !calm(sentence, groups, start, end, own)) marks |= own | 16;
    }
    return marks;
  }

  // "life", "team" or "crisis" where the text tells of an emergency now; "" where nothing says so.
  Page.emergency = (text) => {
    let crisis = false;
    let other = false;
    let life = false;
    for (const sentence of sentences(text)) {
      const marks = marksOf(sentence);
      if (!marks) continue;
      if (marks & CRISIS) crisis = true;
      else other = true;
      if (marks & LIFE) life = true;
    }
    if (crisis && !(life && other)) return "crisis";
    if (life) return "life";
    return other ? "team" : "";
  };
})();
