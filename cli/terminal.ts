/** Where a command writes: lines of a terminal are drawn over and coloured, those of anything else are not. */
export type Output = NodeJS.WritableStream & { isTTY?: boolean; columns?: number };

/** What a command meets: where answers and errors go, and the variables of its environment. */
export interface Terminal {
  out: Output;
  err: Output;
  environment: Record<string, string | undefined>;
}
