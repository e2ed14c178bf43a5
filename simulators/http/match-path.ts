/** The parameters of a path that has the form of a pattern such as `/jobs/{jobId}`, each decoded by itself; null if it has not. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? '';
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name && value) parameters[name] = decodedOrAsItIs(value);
    else if (part !== value) return null;
  }
  return parameters;
}

function decodedOrAsItIs(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
