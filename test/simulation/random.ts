/** A number from 0 to below 1 that these words alone decide: to drop one fault leaves all other chances as they are. */
export function chance(seed: number, ...words: (string | number)[]): number {
  let hash = seed ^ 0x9e3779b9;
  for (const word of words) {
    const text = String(word);
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

/** Drawing from a sequence. */
export interface Draw {
  /** From 0 to below 1. */
  next(): number;
  between(low: number, high: number): number;
  whole(low: number, high: number): number;
  /** Seldom large: as many orders of magnitude below as above the middle. */
  spread(low: number, high: number): number;
  isTrue(probability: number): boolean;
  of<Value>(values: readonly Value[]): Value;
}

export function drawFrom(seed: number, name: string): Draw {
  let count = 0;
  const next = () => chance(seed, name, count++);
  const between = (low: number, high: number) => low + (high - low) * next();
  return {
    next,
    between,
    whole: (low, high) => Math.floor(between(low, high + 1)),
    spread: (low, high) => Math.exp(between(Math.log(low), Math.log(high))),
    isTrue: (probability) => next() < probability,
    of<Value>(values: readonly Value[]) {
      return values[Math.floor(next() * values.length)] as Value;
    },
  };
}
