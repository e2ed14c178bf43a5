const longestText = 300;

/** A text of Marathon as it may be shown: short, and without what may be a token. */
export function shownText(text: string): string {
  return text.replace(/[A-Za-z0-9_-]{40,}/g, '[…]').slice(0, longestText);
}
