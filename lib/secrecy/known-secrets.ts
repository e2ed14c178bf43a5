import { formsOf, type Secret } from './secret-forms.ts';

interface Kept {
  key: string;
  forms: string[];
  /** Those of the secret that this one has replaced: a call that is under way may still hold them. */
  before: string[];
}

/** By the name of what holds them. There are as many as clusters whose credentials were read, and one more. */
const kept = new Map<string, Kept>();
/** All of them, the longest first: one that is part of another must not tear it. */
let forms: string[] = [];

const shown = '[secret]';
/** The token of a job is base64url of 32 bytes, by itself or among more of such signs. */
const tokenLength = 43;
const tokenSigns = new RegExp(`[A-Za-z0-9_-]{${tokenLength},}`, 'g');

/**
 * From now on these are shown as `[secret]` everywhere. Code that reads secrets calls this first, with the name that they
 * are kept under: what was known of that name before is forgotten when it is replaced a second time.
 */
export function knowSecrets(name: string, secrets: readonly Secret[]): void {
  const key = JSON.stringify(secrets);
  const known = kept.get(name);
  if (known?.key === key) return;
  kept.set(name, { key, forms: secrets.flatMap(formsOf), before: known?.forms ?? [] });
  const all = [...kept.values()].flatMap((each) => [...each.forms, ...each.before]);
  forms = [...new Set(all)].sort((a, b) => b.length - a.length);
}

/** The text as it may be shown, without the secrets that are known, and without what has the form of a job's token. */
export function withoutSecrets(text: string, besides: readonly string[] = []): string {
  let safe = text;
  for (const secret of besides) safe = safe.replaceAll(secret, shown);
  for (const secret of forms) safe = safe.replaceAll(secret, shown);
  return safe.replaceAll(tokenSigns, (found) => (isName(found) ? found : shown));
}

/** Names are words with something in between, and of one case: as is one token in five thousand million. */
function isName(signs: string): boolean {
  return /[_-]/.test(signs) && !(/[A-Z]/.test(signs) && /[a-z]/.test(signs));
}

/** The beginning of a text, without secrets; none is torn at the cut, so that a part of it would be left. */
export function beginningWithoutSecrets(
  text: string,
  longest: number,
  besides: readonly string[] = [],
): string {
  if (text.length <= longest) return withoutSecrets(text, besides);
  const beginning = withoutTornToken(text.slice(0, longest));
  const torn = Math.max(0, ...[...besides, ...forms].map((secret) => overlap(beginning, secret)));
  return `${withoutSecrets(beginning.slice(0, beginning.length - torn), besides)}…`;
}

function withoutTornToken(text: string): string {
  let end = text.length;
  while (end > text.length - tokenLength && /[A-Za-z0-9_-]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** How many signs at the end of a text are the beginning of the secret. */
function overlap(text: string, secret: string): number {
  for (let length = Math.min(secret.length - 1, text.length); length > 0; length--)
    if (text.endsWith(secret.slice(0, length))) return length;
  return 0;
}
