import { isEmpty, listed, unknownFields, unknownSentence } from '../unknown-fields.ts';
import { appFates, containerFields, dockerFields } from './known-fields.ts';
import { saidTwice } from './old-forms.ts';

type Fields = Record<string, unknown>;

/** What of an app, as it is read, decides on its adjustments. */
type App = Parameters<typeof saidTwice>[0] & {
  args?: string[] | undefined;
  cpus?: number | undefined;
  backoffSeconds: number;
  backoffFactor: number;
  maxLaunchDelaySeconds: number;
};

/** What of an app is run otherwise than it is written, a sentence each: as it came, and as it is read. */
export function adjustmentsOf(asked: Fields, given: App, longestLaunchDelaySeconds: number): string[] {
  const longest = Math.min(given.maxLaunchDelaySeconds, longestLaunchDelaySeconds);
  const made = [
    'There is one instance, labelled MARATHON_SINGLE_INSTANCE_APP, and upgradeStrategy is 0/0: a task has ended before the next starts, unless Mesos has lost touch with its agent: then both may run for a while, and the runs of both count.',
    'cmd runs iteration after iteration in one task and reports each; a restarted task continues with the next.',
    `A task that fails is started again after ${given.backoffSeconds} s, each time ${given.backoffFactor} times later, up to ${longest} s.`,
  ];
  if (given.args !== undefined)
    made.push('args are run as a command; the entry point of the image is not used.');
  if (given.cpus === undefined)
    made.push('The app specifies no cpus; it starts with 1, or with the nearest value within its bounds.');
  if (given.container?.docker === undefined)
    made.push('The app has no image: cmd runs on the agent itself, which needs sh, date, sleep and curl.');
  for (const [field, reason] of saidTwice(given)) made.push(`${field} is left out, since ${reason}.`);
  return [...made, ...beginsAnew(asked), ...ignored(asked, given)];
}

/** What a running app shows of itself. */
function beginsAnew(asked: Fields): string[] {
  const dropped = Object.entries(appFates).flatMap(([name, fate]) =>
    fate === 'dropped' && asked[name] !== 0 && !isEmpty(asked[name]) ? [name] : [],
  );
  return dropped.length > 0 ? [`The app begins anew, without ${listed(dropped)}.`] : [];
}

function ignored(asked: Fields, { container }: App): string[] {
  return unknownSentence('Marathon', [
    ...unknownFields(asked, Object.keys(appFates)),
    ...unknownFields(container, containerFields, 'container.'),
    ...unknownFields(container?.docker, dockerFields, 'container.docker.'),
  ]);
}
