import { $ZodError } from 'zod/v4/core';
import { remoteText } from '../http/remote-text.ts';
import type { Framework } from '../ports/framework.ts';

const problemsShown = 3;
const longestProblem = 120;

/** The framework remote answered with a success that is not in the form of its API. */
export class UnreadableAnswerError extends Error {
  override readonly name = 'UnreadableAnswerError';
  readonly code = 'unreadable-answer';
}

/** The framework, but that an answer in another form than it should have is told shortly: the schema tells of every job in a list. */
export function readable<Given extends Framework>(framework: Given, name: string): Given {
  const tidy = (error: unknown): never => {
    throw error instanceof $ZodError ? unreadable(error, name) : error;
  };
  const calls = Object.entries(framework).map(([call, act]) => [
    call,
    (...given: unknown[]) => Promise.resolve(act(...given)).catch(tidy),
  ]);
  return Object.fromEntries(calls);
}

function unreadable({ issues }: $ZodError, name: string): UnreadableAnswerError {
  const problems = issues.slice(0, problemsShown).map(({ path, message }) => {
    return remoteText(`${path.map(String).join('.')}: ${message}`, longestProblem);
  });
  const more = issues.length > problemsShown ? `; and ${issues.length - problemsShown} more` : '';
  return new UnreadableAnswerError(`This is not what ${name} answers: ${problems.join('; ')}${more}.`);
}
