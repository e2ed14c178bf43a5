import { type Http, http } from './http.ts';

const timeoutMs = 5_000;

/** One HTTP client for each certificate authority, so that connections are kept alive. */
export const httpFor = perKey((ca: string | undefined): Http => http({ timeoutMs, ...(ca ? { ca } : {}) }));

/** HTTP clients by certificate authority and timeout, kept so that their connections are. */
export const httpOf = perKey((ca: string | undefined) =>
  perKey((timeoutSeconds: number) => http({ timeoutMs: timeoutSeconds * 1000, ...(ca ? { ca } : {}) })),
);

/** The function with its results kept by argument. */
export function perKey<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}
