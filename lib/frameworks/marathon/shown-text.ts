import { remoteText } from '../../http/remote-text.ts';

const longestText = 300;

/** A text of Marathon as it may be shown: one short line without secrets. */
export function shownText(text: string): string {
  return remoteText(text, longestText);
}
