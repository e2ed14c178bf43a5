import { setImmediate as settled } from 'node:timers/promises';

/** Runs several tasks whose every call waits for its turn; the choices say whose turn comes next, and the rest go in order. */
export async function inTurn(
  choices: readonly number[],
  tasks: readonly ((turn: () => Promise<void>) => Promise<unknown>)[],
) {
  const waiting: ((() => void) | null)[] = tasks.map(() => null);
  const ended = new Set<number>();
  const turnOf = (task: number) => () =>
    new Promise<void>((go) => {
      waiting[task] = go;
    });
  const running = tasks.map((task, i) => task(turnOf(i)).finally(() => ended.add(i)));
  const options: number[] = [];
  while (ended.size < tasks.length) {
    await settled();
    const ready = waiting.flatMap((go, task) => (go ? [task] : []));
    if (ready.length === 0) continue;
    const chosen = ready[choices[options.length] ?? 0] ?? 0;
    options.push(ready.length);
    const go = waiting[chosen];
    waiting[chosen] = null;
    go?.();
  }
  await Promise.all(running);
  return options;
}

/** Tries every order in which the calls of tasks can follow each other. */
export async function inEveryOrder(run: (choices: readonly number[]) => Promise<number[]>): Promise<number> {
  let orders = 0;
  for (let choices: number[] | null = []; choices; orders++) {
    const options = await run(choices);
    const taken: number[] = options.map((_, i) => choices?.[i] ?? 0);
    let last = options.length - 1;
    while (last >= 0 && (taken[last] ?? 0) + 1 >= (options[last] ?? 0)) last--;
    choices = last < 0 ? null : [...taken.slice(0, last), (taken[last] ?? 0) + 1];
  }
  return orders;
}
