/** Why no process can be given some words and variables. The message of Node itself may show the value of a variable. */
export function spawnProblem(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  if (code === 'E2BIG') return 'its words and variables are too long for a process';
  if (code === 'ERR_INVALID_ARG_VALUE') return 'a word or a variable contains the character NUL';
  return `no process can be started (${code})`;
}
