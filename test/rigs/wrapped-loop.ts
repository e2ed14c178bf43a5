import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { until } from './marathon-simulator.ts';
import { binFolder, newFolder, pathWith, type Shell, systemPath, whereIs } from './shells.ts';
import { goOn, inParallel, type Replier, serve, startLoop, type Wrapped } from './wrapped-command.ts';

export const answer = (next: 'continue' | 'stop', response: Parameters<Replier>[1]) =>
  response.writeHead(202).end(JSON.stringify({ status: 'recorded', next }));

/** Takes every report, and says at the nth that there is no more to do. */
export const stopAt =
  (last: number): Replier =>
  (_, response, nth) =>
    answer(nth < last ? 'continue' : 'stop', response);

export async function start(
  t: TestContext,
  wrapped: Partial<Wrapped>,
  answers: Replier = stopAt(1),
  answersQuestion: Replier = goOn,
) {
  const { reportUrl, reports } = await serve(t, answers, answersQuestion);
  const loop = startLoop(t, { command: ':', reportUrl, ...wrapped });
  const asleep = (seconds: number) =>
    until(() => loop.processes().some((line) => new RegExp(`^\\S*sleep ${seconds}$`).test(line)));
  return { ...loop, reports, asleep };
}

export const pathOf = (shell: Shell) => `${binFolder(shell)}:${systemPath}`;

/** A PATH on which no sleep takes any time but those for so many seconds, and all sleeps so far. */
export function hastyPath(shell: Shell, real: number[], others = pathOf(shell)) {
  const list = join(newFolder(), 'sleeps');
  const script = `echo "$1" >>'${list}'; case $1 in ${real.join(' | ')}) exec ${whereIs('sleep')} "$1" ;; esac`;
  const path = pathWith('sleep', script, others);
  const sleeps = () => (existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n').map(Number) : []);
  return { path, sleeps };
}

/** The sleep of a task that has no more to do. */
export const forGood = 3600;
export const patience = { ...inParallel, timeout: 120_000 };
