/** The JSON of an answer. The parser's own message would quote the answer, which may hold a token. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Error('The answer is not JSON.');
  }
}
