/** Names for values that differ from server to server, such as ids: the n-th new value of a kind is `<kind:n>`. */
export type Tokens = {
  tokenOf(kind: 'id' | 'version', value: string): string;
  /** The value that got a token; undefined if none has. */
  valueOf(token: string): string | undefined;
};

/** Where a token stands in a text. */
export const tokenPattern = /<(?:id|version):\d+>/g;

export function tokens(): Tokens {
  const values = { id: new Map<string, string>(), version: new Map<string, string>() };
  return {
    tokenOf(kind, value) {
      const known = values[kind];
      const token = known.get(value) ?? `<${kind}:${known.size + 1}>`;
      known.set(value, token);
      return token;
    },
    valueOf: (token) => [...values.id, ...values.version].find(([, own]) => own === token)?.[0],
  };
}
