export interface SamLocalOptions {
  command: 'invoke' | 'start-api';
  /** Of `invoke`: the logical id, and the file with the event. */
  functionId: string;
  eventFile: string;
  /** Of `start-api`: where it listens. */
  port: number;
  /** Where the stack keeps its state. */
  directory: string;
  /** What SAM is given besides. */
  more: string[];
}

const usualPort = 3000;
const usualDirectory = '.pacer/sam-local';

export const usage = `npm run sam-local -- invoke FUNCTION EVENT [options]
npm run sam-local -- start-api [--port ${usualPort}] [options]
  FUNCTION           launch, iteration, evaluate, sweep or jobs
  EVENT              a file of events/; its example job is the one that events/launch.json launched last
  --directory PATH   where the stack keeps its state (${usualDirectory})
  All other options go to sam local, such as --skip-pull-image.`;

/** The arguments of the script, or null where they are none of its commands. */
export function parseArguments([command, ...given]: readonly string[]): SamLocalOptions | null {
  const [directory = usualDirectory, afterDirectory] = withoutOption('--directory', given);
  const [portText = String(usualPort), rest] = withoutOption('--port', afterDirectory);
  const port = Number(portText);
  const shared = { directory, port, functionId: '', eventFile: '' };
  if (command === 'start-api') return port > 0 && port < 65_536 ? { ...shared, command, more: rest } : null;
  const [name = '', eventFile = '', ...more] = rest;
  if (command !== 'invoke' || !/^[a-z]+$/.test(name) || eventFile === '') return null;
  return { ...shared, command, functionId: logicalIdOf(name), eventFile, more };
}

/** The value of an option of ours, if it is given, and the other arguments. */
function withoutOption(name: string, given: readonly string[]): [string | undefined, string[]] {
  const at = given.indexOf(name);
  return at < 0 ? [undefined, [...given]] : [given[at + 1], given.toSpliced(at, 2)];
}

/** Of `launch` it is `LaunchFunction`. */
function logicalIdOf(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Function`;
}
