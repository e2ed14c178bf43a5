import { commandOfWords, jointProblem, variableProblem } from '../wrapper/command-field.ts';
import type { App } from './app-fields.ts';
import { oldFormProblems } from './old-forms.ts';

/** What is wrong with an app although each of its fields is right. */
export interface BrokenRule {
  path: (string | number)[];
  message: string;
}

/** The rules between fields by which Marathon surely refuses an app. */
export function brokenRules(app: App): BrokenRule[] {
  return [
    ...commandRules(app),
    ...variableRules(app),
    ...secretRules(app),
    ...gpuRules(app),
    ...readinessRules(app),
    ...oldFormProblems(app).map(([field, message]) => ({ path: [field], message })),
  ];
}

function commandRules({ cmd, args }: App): BrokenRule[] {
  const joint = jointProblem(commandOfWords(args));
  if (joint !== null) return [{ path: ['args'], message: joint }];
  if ((cmd === undefined) !== (args === undefined)) return [];
  const message =
    'must be the shell command of one iteration; or args instead, the program and its arguments';
  return [{ path: ['cmd'], message }];
}

function variableRules({ env = {} }: App): BrokenRule[] {
  return Object.entries(env).flatMap(([name, value]) => {
    const message = typeof value === 'string' ? variableProblem(name, value) : null;
    return message === null ? [] : [{ path: ['env', name], message }];
  });
}

function secretRules({ env = {}, secrets = {} }: App): BrokenRule[] {
  return Object.entries(env).flatMap(([name, value]) => {
    const isDefined = typeof value === 'string' || Object.hasOwn(secrets, value.secret);
    return isDefined ? [] : [{ path: ['env', name, 'secret'], message: 'must be one of those in secrets' }];
  });
}

function gpuRules({ gpus = 0, container }: App): BrokenRule[] {
  if (gpus === 0 || container?.type.toUpperCase() !== 'DOCKER') return [];
  return [
    { path: ['gpus'], message: 'require "type": "MESOS" in container: Marathon gives no GPUs to DOCKER' },
  ];
}

/** The one port that Marathon gives to an app that names none is called default. */
function readinessRules({ readinessChecks = [], portDefinitions = [], container }: App): BrokenRule[] {
  const ports = [
    ...portDefinitions,
    ...(container?.portMappings ?? []),
    ...(container?.docker?.portMappings ?? []),
  ];
  const names = new Set(['default', ...ports.map(({ name }) => name)]);
  return readinessChecks.flatMap(({ portName = 'http-api' }, i) =>
    names.has(portName)
      ? []
      : [
          {
            path: ['readinessChecks', i, 'portName'],
            message: `must be the name of a port, which ${portName} is not`,
          },
        ],
  );
}
