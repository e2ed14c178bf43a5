const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';
const BASE = ALPHABET.length;
const VALUES = new Map([...ALPHABET].map((digit, value) => [digit, value]));

/** Whole numbers, each as so many digits of base 64: a list of them takes less than half of its JSON. */
export function digitsOf(values: number[], width: number): string {
  const most = BASE ** width - 1;
  let text = '';
  for (const value of values) {
    const whole = Math.min(most, Math.max(0, Math.round(value)));
    for (let place = width - 1; place >= 0; place--)
      text += ALPHABET[Math.floor(whole / BASE ** place) % BASE];
  }
  return text;
}

/** The numbers of such a text; null when it is none. */
export function numbersIn(text: string, width: number): number[] | null {
  const numbers: number[] = [];
  for (let at = 0; at < text.length; at += width) {
    let value = 0;
    for (let place = 0; place < width; place++) {
      const digit = VALUES.get(text[at + place] ?? '');
      if (digit === undefined) return null;
      value = value * BASE + digit;
    }
    numbers.push(value);
  }
  return numbers;
}
