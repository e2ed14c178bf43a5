import { invalidObject, type Violation } from './api-error.ts';
import { appIdPattern, canonicalId } from './app-id.ts';
import type { AppFields } from './parse-app.ts';
import type { AppUpdate } from './translate-fields.ts';

type Rule<T> = { path?: string; error: string; isBroken(checked: T): boolean };

const given = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0;

const fieldRules: readonly Rule<AppFields>[] = [
  {
    error: 'may not be set in conjunction with fetch',
    path: '/uris',
    isBroken: ({ uris, fetch }) => given(uris) && given(fetch),
  },
  {
    error: 'cannot specify both ports and port definitions',
    isBroken: ({ ports, portDefinitions }) => given(ports) && given(portDefinitions),
  },
  {
    error: 'must not specify both container.docker.network and networks',
    isBroken: ({ container, networks }) => container?.docker?.network !== undefined && networks !== undefined,
  },
];

const reservedWords = ['restart', 'tasks', 'versions'];
const isSingle = ({ labels }: AppUpdate): boolean => labels?.MARATHON_SINGLE_INSTANCE_APP === 'true';
const isOutside = (share: number | undefined): boolean => share !== undefined && (share < 0 || share > 1);
const isHost = ({ networks }: AppUpdate): boolean => networks?.some(({ mode }) => mode === 'host') ?? false;

const appRules: readonly Rule<AppUpdate>[] = [
  {
    path: '/id',
    error: `must fully match regular expression '${appIdPattern.source}'`,
    isBroken: ({ id }) => !appIdPattern.test(id ?? ''),
  },
  { path: '/id', error: 'must not be root', isBroken: ({ id }) => canonicalId(id ?? '') === '/' },
  {
    path: '/id',
    error: `must not end with any of the following reserved keywords: ${reservedWords.join(', ')}`,
    isBroken: ({ id }) => reservedWords.includes(id?.split('/').at(-1) ?? ''),
  },
  {
    error: "AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'.",
    isBroken({ cmd, args, container }) {
      const hasCmd = cmd !== undefined && cmd !== '';
      const hasArgs = given(args);
      return hasCmd || hasArgs ? hasCmd && hasArgs : container?.docker === undefined;
    },
  },
  { error: 'must not be an empty string', isBroken: ({ cmd }) => cmd !== undefined && cmd.length <= 1 },
  {
    error: 'portMappings are not allowed with host-networking',
    isBroken: (app) => isHost(app) && given(app.container?.portMappings),
  },
  {
    error: 'portDefinitions are only allowed with host-networking',
    isBroken: (app) => app.networks !== undefined && !isHost(app) && given(app.portDefinitions),
  },
  {
    path: '/upgradeStrategy/minimumHealthCapacity',
    error: 'is not between 0.0 and 1.0',
    isBroken: ({ upgradeStrategy }) => isOutside(upgradeStrategy?.minimumHealthCapacity),
  },
  {
    path: '/upgradeStrategy/maximumOverCapacity',
    error: 'is not between 0.0 and 1.0',
    isBroken: ({ upgradeStrategy }) => isOutside(upgradeStrategy?.maximumOverCapacity),
  },
  {
    error: 'Single instance app may only have one instance',
    isBroken: (app) => isSingle(app) && (app.instances ?? 1) > 1,
  },
  {
    path: '/upgradeStrategy/minimumHealthCapacity',
    error: 'must be 0.0 for a single instance app',
    isBroken: (app) => isSingle(app) && (app.upgradeStrategy?.minimumHealthCapacity ?? 0) !== 0,
  },
  {
    path: '/upgradeStrategy/maximumOverCapacity',
    error: 'must be 0.0 for a single instance app',
    isBroken: (app) => isSingle(app) && (app.upgradeStrategy?.maximumOverCapacity ?? 0) !== 0,
  },
  {
    path: '/secrets',
    error: 'Feature secrets is not enabled. Enable with --enable_features secrets',
    isBroken: ({ secrets }) => secrets !== undefined && Object.keys(secrets).length > 0,
  },
  {
    path: '/unreachableStrategy',
    error: 'inactiveAfterSeconds must be less than or equal to expungeAfterSeconds',
    isBroken: ({ unreachableStrategy: strategy }) =>
      typeof strategy === 'object' && strategy.inactiveAfterSeconds > strategy.expungeAfterSeconds,
  },
];

/** Refuses the old and the new form of a field in one request. */
export const checkFields = (fields: AppFields): void => check(fieldRules, fields);

/** Refuses an app that cannot be, before defaults fill it up. */
export const checkApp = (app: AppUpdate): void => check(appRules, app);

/** A version in an update is an order to go back to it, which leaves no room for anything else. */
export function checkVersionStandsAlone({ version, id: _, ...others }: AppFields): void {
  if (version === undefined || Object.keys(others).length === 0) return;
  const error = "The 'version' field may only be combined with the 'id' field.";
  throw invalidObject([{ path: '/', error }]);
}

function check<T>(rules: readonly Rule<T>[], checked: T): void {
  const broken = rules.filter((rule) => rule.isBroken(checked));
  const violations: Violation[] = broken.map(({ path = '/', error }) => ({ path, error }));
  if (violations.length > 0) throw invalidObject(violations);
}
