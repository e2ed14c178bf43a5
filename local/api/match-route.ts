export interface Route<Target> {
  /** As in `POST /jobs/{jobId}/iterations`. */
  key: string;
  target: Target;
}

export interface Match<Target> extends Route<Target> {
  pathParameters: Record<string, string>;
}

/** The route that a request takes, or null. */
export function matchRoute<Target>(
  routes: Route<Target>[],
  method: string,
  path: string,
): Match<Target> | null {
  for (const route of routes) {
    const [routeMethod, pattern = ''] = route.key.split(' ');
    const pathParameters = routeMethod === method ? matchPath(pattern, path) : null;
    if (pathParameters) return { ...route, pathParameters };
  }
  return null;
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? '';
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name && value) parameters[name] = decodeOrKeep(value);
    else if (part !== value) return null;
  }
  return parameters;
}

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
