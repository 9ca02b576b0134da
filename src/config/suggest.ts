import { distance } from "fastest-levenshtein";

/** The known name that was probably meant, or nothing when none is near. */
export function nearestName(word: string, known: readonly string[]): string | undefined {
  const typed = plain(word);
  const candidates = known
    .map((name) => ({ name, far: farBetween(typed, plain(name)), begins: startsAlike(typed, plain(name)) }))
    .filter(({ far, begins }) => begins || far <= farthest(typed))
    .sort((a, b) => Number(b.begins) - Number(a.begins) || a.far - b.far || (a.name < b.name ? -1 : 1));
  return candidates[0]?.name;
}

/** `; did you mean api`, or nothing: to be put at the end of a sentence. */
export function didYouMean(word: string, known: readonly string[]): string {
  const name = nearestName(word, known);
  return name === undefined ? "" : `; did you mean ${name}`;
}

/** `known: a, b; did you mean a`: the end of every sentence about a name that is not there. */
export const knownNames = (word: string, known: readonly string[]): string =>
  `known: ${known.length === 0 ? "none" : [...known].sort().join(", ")}${didYouMean(word, known)}`;

/** Upper case, hyphens and underscores are what people mix up most. */
const plain = (word: string): string => word.toLowerCase().replaceAll(/[-_\s]/g, "");

/** Of words of two letters every one is near every other. */
const farthest = (typed: string): number => (typed.length < 3 ? 0 : Math.max(1, Math.floor(typed.length / 3)));

/** Letters that changed places are one slip, not two. */
const farBetween = (typed: string, known: string): number =>
  typed !== known && letters(typed) === letters(known) ? 1 : distance(typed, known);

const letters = (word: string): string => [...word].sort().join("");

const startsAlike = (typed: string, known: string): boolean =>
  typed.length > 2 && (known.startsWith(typed) || typed.startsWith(known));
