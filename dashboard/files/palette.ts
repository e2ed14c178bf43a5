/** The light colours of the page, for pictures that no style sheet goes with. A test compares them with the style sheet. */
export const palette: Record<string, string> = {
  surface: '#ffffff',
  ink: '#16202b',
  'ink-soft': '#4a5865',
  'ink-faint': '#7a8793',
  grid: '#e6eaee',
  work: '#0f5fae',
  forecast: '#7a4fc0',
  used: '#0a7d5b',
  deadline: '#b3261e',
  bad: '#b3261e',
  good: '#1b6b3a',
  'cpus-least': '#a9cdef',
  'cpus-most': '#083a6e',
};

const mix = /color-mix\(in oklab, var\(--([a-z-]+)\) (\d+)%, var\(--([a-z-]+)\)\)/g;
const variable = /var\(--([a-z-]+)\)/g;

/** The markup with colours in place of the names of the style sheet. */
export function withColours(markup: string): string {
  return markup
    .replace(mix, (_, most: string, share: string, least: string) =>
      mixed(colourOf(most), colourOf(least), Number(share) / 100),
    )
    .replace(variable, (_, name: string) => colourOf(name));
}

function colourOf(name: string): string {
  const colour = palette[name];
  if (colour === undefined) throw new Error(`The palette has no colour ${name}.`);
  return colour;
}

function mixed(most: string, least: string, share: number): string {
  const channels = [1, 3, 5].map((at) => {
    const [a, b] = [most, least].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round((a ?? 0) * share + (b ?? 0) * (1 - share));
  });
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
