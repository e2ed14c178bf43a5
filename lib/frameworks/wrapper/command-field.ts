import * as z from 'zod';

const longestCommand = 64 * 1024;

/** The shell command of one iteration, as both frameworks take it. */
export const commandField = z
  .string('must be the shell command of one iteration')
  .regex(/\S/, 'must not be empty')
  .max(longestCommand, `must be at most ${longestCommand} characters`)
  .refine((text) => !text.includes('\0'), 'must not contain the character NUL');
