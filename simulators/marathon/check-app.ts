import { MarathonError } from './api-error.ts';
import { canonicalId } from './app-id.ts';
import { constraintRules } from './constraint-rules.ts';
import { containerRules, namedNetworks, networkRules, portRules, readinessRules } from './container-rules.ts';
import { healthRules } from './health-rules.ts';
import type { AppFields } from './parse-app.ts';
import { enforce, given, isUnique, type Rule, rule } from './rule.ts';
import type { AppUpdate } from './translate-fields.ts';

const portsOf = (list: readonly { port: number }[] = []): string => list.map(({ port }) => port).join();

const fieldRules: readonly Rule<AppFields>[] = [
  rule('/uris', 'may not be set in conjunction with fetch', ({ uris, fetch }) => given(uris) && given(fetch)),
  rule(
    '/',
    'must not specify both container.docker.network and networks',
    ({ container, networks }) => container?.docker?.network !== undefined && given(networks),
  ),
  rule('/', 'ports must be unique', ({ ports = [] }) => !isUnique(ports.filter((port) => port !== 0))),
  rule(
    '/',
    'cannot specify both ports and port definitions',
    ({ ports, portDefinitions }) =>
      ports !== undefined && portDefinitions !== undefined && portsOf(portDefinitions) !== ports.join(),
  ),
];

const isSingle = ({ labels }: AppUpdate): boolean => labels?.MARATHON_SINGLE_INSTANCE_APP === 'true';
const withoutFeature = (name: string): string =>
  `Feature ${name} is not enabled. Enable with --enable_features ${name})`;

function hasCommand({ cmd, args, container }: AppUpdate): boolean {
  const hasArgs = given(args);
  return cmd !== undefined || hasArgs ? !(cmd !== undefined && hasArgs) : container?.docker !== undefined;
}

const noCommand = "AppDefinition must either contain one of 'cmd' or 'args', and/or a 'container'.";

const envRules: Rule<AppUpdate> = ({ env = {}, secrets = {} }) => {
  const names = Object.keys(env);
  const references = Object.entries(env).flatMap(([name, value]) =>
    typeof value === 'string' ? [] : [{ name, secret: value.secret }],
  );
  const feature = 'use of secret-references in the environment requires the secrets feature to be enabled';
  return [
    ...names.flatMap((name, index) =>
      name === '' ? [{ path: `/env/keys(${index})`, error: 'must not be empty' }] : [],
    ),
    ...(references.length > 0 ? [{ path: '/env', error: feature }] : []),
    ...references.flatMap(({ name, secret }) =>
      secret in secrets ? [] : [{ path: `/env/${name}/secret`, error: 'references an undefined secret' }],
    ),
  ];
};

const singleInstance =
  (name: 'minimumHealthCapacity' | 'maximumOverCapacity'): Rule<AppUpdate> =>
  (app) => {
    const share = app.upgradeStrategy?.[name] ?? 0;
    const shown = Number.isInteger(share) ? share.toFixed(1) : String(share);
    return isSingle(app) && share !== 0
      ? [{ path: `/upgradeStrategy/${name}`, error: `got ${shown}, expected 0.0` }]
      : [];
  };

const migration =
  'DCOS_PACKAGE_FRAMEWORK_NAME and DCOS_MIGRATION_API_PATH must be defined when using DCOS_MIGRATION_API_VERSION';

function breaksMigration({ labels = {} }: AppUpdate): boolean {
  const version = labels.DCOS_MIGRATION_API_VERSION;
  if (!version) return false;
  return version !== 'v1' || !labels.DCOS_PACKAGE_FRAMEWORK_NAME || !labels.DCOS_MIGRATION_API_PATH;
}

/** What a definition must be, in the order in which it is told. */
const basicRules: readonly Rule<AppUpdate>[] = [
  ...containerRules,
  rule('/', noCommand, (app) => !hasCommand(app)),
  ...healthRules,
  rule('/secrets', withoutFeature('secrets'), ({ secrets }) => Object.keys(secrets ?? {}).length > 0),
  envRules,
  rule(
    '/acceptedResourceRoles',
    'must not be empty',
    ({ acceptedResourceRoles }) => acceptedResourceRoles?.length === 0,
  ),
  rule(
    '/',
    'GPU resources only work with the Mesos containerizer',
    ({ gpus = 0, container }) => gpus > 0 && container?.type === 'DOCKER',
  ),
  rule('/', withoutFeature('gpu_resources'), ({ gpus = 0 }) => gpus > 0),
  rule('/', migration, breaksMigration),
  ...readinessRules,
  rule(
    '/',
    'Single instance app may only have one instance',
    (app) => isSingle(app) && (app.instances ?? 1) > 1,
  ),
  singleInstance('minimumHealthCapacity'),
  singleInstance('maximumOverCapacity'),
  ...networkRules.slice(0, 1),
  constraintRules,
  ...networkRules.slice(1),
];

const reservedWords = ['restart', 'tasks', 'versions'];
const lastOf = (id = ''): string => canonicalId(id).split('/').at(-1) ?? '';
const isRoot = ({ id = '' }: AppUpdate): boolean => canonicalId(id) === '/';

const appRules: readonly Rule<AppUpdate>[] = [
  ...basicRules,
  rule(
    '/id',
    `must not end with any of the following reserved keywords: ${reservedWords.join(', ')}`,
    ({ id }) => reservedWords.includes(lastOf(id)),
  ),
  rule('/id', 'Path must contain at least one path element', isRoot),
  namedNetworks,
  rule('/', 'must not be root', isRoot),
  rule('/', 'must not be an empty string', ({ cmd }) => cmd !== undefined && cmd.length <= 1),
  ...portRules,
];

/** An update is looked at by itself before it is laid over the app. */
const updateRules: readonly Rule<AppUpdate>[] = [namedNetworks, ...portRules];

const strategyRule: Rule<AppUpdate> = ({ unreachableStrategy: strategy }) => {
  if (typeof strategy !== 'object' || strategy.inactiveAfterSeconds <= strategy.expungeAfterSeconds)
    return [];
  const { inactiveAfterSeconds: inactive, expungeAfterSeconds: expunge } = strategy;
  const error = `inactiveAfterSeconds (${inactive}) must be less or equal to expungeAfterSeconds, which is ${expunge}`;
  return [{ path: '/unreachableStrategy/inactiveAfterSeconds', error }];
};

/** Refuses the old and the new form of a field in one request. */
export const checkFields = (fields: AppFields): void => enforce(fieldRules, fields);

/** Refuses an update that cannot be, whatever the app is. */
export const checkUpdate = (update: AppUpdate): void => enforce(updateRules, update);

/** Refuses an app that cannot be, before defaults fill it up. */
export function checkApp(app: AppUpdate): void {
  enforce(appRules, app);
  if (app.check && !app.check.http && !app.check.tcp && !app.check.exec) {
    throw new MarathonError(500, { message: 'illegal RAML Check: expected one of http, tcp or exec checks' });
  }
  enforce([strategyRule], app);
}

const standsAlone = "The 'version' field may only be combined with the 'id' field.";

/** A version in an update is an order to go back to it, which leaves no room for anything else. */
export function checkVersionStandsAlone({ version, id: _, versionInfo: __, ...others }: AppFields): void {
  enforce([rule('/', standsAlone, () => version !== undefined && Object.keys(others).length > 0)], undefined);
}
