/** The most bytes of its stderr that a run reports. */
export const longestOutputBytes = 2048;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out.
const colours = /\u001b\[[0-9;?]*[A-Za-z]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** The last lines of an output, of which these are the last bytes, without a secret and without what steers a terminal. */
export function lastLines(bytes: Buffer, secret: string): string[] {
  // A byte that is no text takes no more room than it had.
  const written = bytes.toString('utf8').replaceAll('\ufffd', '?');
  // What was cut may begin with the end of a secret.
  const whole = bytes.length < longestOutputBytes ? written : withoutFirstLine(written);
  // First what steers a terminal: a colour in the middle of a secret would hide it.
  const plain = whole.replace(colours, '').replace(/\r\n?/g, '\n').replace(controls, '');
  const lines = plain.replaceAll(secret, '[secret]').split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Of one long line, its first word is left out. */
function withoutFirstLine(text: string): string {
  const line = text.indexOf('\n');
  const isOnly = line === -1 || line === text.length - 1;
  return isOnly ? text.replace(/^\S*\s?/, '') : text.slice(line + 1);
}
