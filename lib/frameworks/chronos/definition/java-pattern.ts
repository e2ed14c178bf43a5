/** Quotes, escapes, inline flags, the opening of a group, quantifiers, the opening of a class, and any other character. */
const token =
  /\\Q[\s\S]*?(?:\\E|$)|\\[pPxN]\{[^}]*\}|\\[\s\S]?|\(\?[a-zA-Z]*(?:-[a-zA-Z]*)?\)|\((?:\?(?:[:>=!]|<[=!]|<\w+>|[a-zA-Z-]+:))?|[*+?][?+]?|\{\d+(?:,\d*)?\}[?+]?|\[\^?\]?|[\s\S]/g;

interface Scanned {
  isRight: boolean;
  groups: number;
  /** Classes may hold classes in Java. */
  classes: number;
  /** Whether something stands before that a quantifier can repeat. */
  canRepeat: boolean;
}

/**
 * Whether Java takes the text as a regular expression, by its groups, classes, quantifiers and escapes: what those leave open
 * passes. JavaScript's own would refuse much that Java takes, as (?i), possessive quantifiers and atomic groups.
 */
export function isJavaPattern(pattern: string): boolean {
  // With the flag x, comments may hold anything.
  if (/\(\?[a-wyzA-Z]*x/.test(pattern)) return true;
  const begin: Scanned = { isRight: true, groups: 0, classes: 0, canRepeat: false };
  const end = (pattern.match(token) ?? []).reduce(scan, begin);
  return end.isRight && end.groups === 0 && end.classes === 0;
}

function scan(so: Scanned, part: string): Scanned {
  if (part === '\\') return { ...so, isRight: false };
  if (part.startsWith('[')) return { ...so, classes: so.classes + 1 };
  if (so.classes > 0) return part === ']' ? { ...so, classes: so.classes - 1, canRepeat: true } : so;
  if (/^\(\?[a-zA-Z-]*\)$/.test(part)) return so;
  if (part.startsWith('(')) return { ...so, groups: so.groups + 1, canRepeat: false };
  if (part === ')')
    return { ...so, isRight: so.isRight && so.groups > 0, groups: so.groups - 1, canRepeat: true };
  if (part === '|') return { ...so, canRepeat: false };
  if (/^[*+?]/.test(part)) return { ...so, isRight: so.isRight && so.canRepeat, canRepeat: false };
  if (part === '{') return { ...so, isRight: false };
  return { ...so, canRepeat: !part.startsWith('{') };
}
