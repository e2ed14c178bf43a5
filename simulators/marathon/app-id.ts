/** The absolute form of an id: `a`, `/a` and `//a/` are all `/a`. */
export function canonicalId(id: string): string {
  const path: string[] = [];
  for (const part of id.split('/')) {
    if (part === '..') path.pop();
    else if (part !== '' && part !== '.') path.push(part);
  }
  return `/${path.join('/')}`;
}

/** What the ids of an app's tasks begin with. */
export const taskPrefix = (appId: string): string => appId.slice(1).replaceAll('/', '_');

/** How Mesos calls the tasks of an app: the path turned round. */
export const mesosName = (appId: string): string => appId.slice(1).split('/').toReversed().join('.');
