import type { Container, PortMapping } from './app.ts';
import { forEach, given, isUnique, type Rule, rule } from './rule.ts';
import type { AppUpdate } from './translate-fields.ts';

const isDocker = ({ container }: AppUpdate): boolean => container?.type === 'DOCKER';
const namesOf = (mappings: readonly { name?: string | undefined }[] = []) =>
  mappings.flatMap(({ name }) => name ?? []);
const networksOf = (app: AppUpdate, mode: string) =>
  (app.networks ?? []).filter((network) => network.mode === mode);

const portNames = (app: AppUpdate): string[] =>
  namesOf(app.container?.portMappings ?? app.portDefinitions ?? []);

const requiresNetworkName: Rule<{ app: AppUpdate; mapping: PortMapping }> = rule(
  '/',
  'networkNames must be a single item list when hostPort is specified and more than 1 container network is defined',
  ({ app, mapping }) =>
    networksOf(app, 'container').length > 1 &&
    mapping.hostPort !== undefined &&
    mapping.networkNames?.length !== 1,
);

const mappingsOf = (app: AppUpdate) =>
  (app.container?.portMappings ?? []).map((mapping) => ({ app, mapping }));

const images = ({ container }: AppUpdate): Container['docker'] => container?.docker;

/** The container of an app, its ports and its networks. */
export const containerRules: readonly Rule<AppUpdate>[] = [
  rule(
    '/container/portMappings',
    'Port names must be unique.',
    ({ container }) => !isUnique(namesOf(container?.portMappings)),
  ),
  forEach('/container/portMappings', mappingsOf, [requiresNetworkName]),
  rule('/container/docker', 'not defined', (app) => isDocker(app) && images(app) === undefined),
  rule(
    '/container/docker/pullConfig',
    'pullConfig is not supported with Docker containerizer',
    (app) => isDocker(app) && images(app)?.pullConfig !== undefined,
  ),
  rule(
    '/portDefinitions',
    'Port names must be unique.',
    ({ portDefinitions }) => !isUnique(namesOf(portDefinitions)),
  ),
  rule(
    '/portDefinitions',
    'Ports must be unique.',
    ({ portDefinitions = [] }) => !isUnique(portDefinitions.flatMap(({ port }) => (port === 0 ? [] : port))),
  ),
];

/** What readiness is asked of must be there. */
export const readinessRules: readonly Rule<AppUpdate>[] = [
  rule(
    '/readinessChecks/size',
    'got 2, expected 1 or less',
    ({ readinessChecks = [] }) => readinessChecks.length > 1,
  ),
  (app) =>
    (app.readinessChecks ?? []).flatMap(({ portName, timeoutSeconds, intervalSeconds }, index) => {
      const path = `/readinessChecks(${index})`;
      const unknown = `No port definition reference for portName ${portName}`;
      const late = `got ${timeoutSeconds}, expected less than ${intervalSeconds}`;
      return [
        ...(portNames(app).includes(portName) ? [] : [{ path: `${path}/portName`, error: unknown }]),
        ...(timeoutSeconds < intervalSeconds ? [] : [{ path: `${path}/timeoutSeconds`, error: late }]),
      ];
    }),
];

const count = (app: AppUpdate, mode: string): number => networksOf(app, mode).length;

function isMixed(app: AppUpdate): boolean {
  const [hosts, bridges, containers] = [
    count(app, 'host'),
    count(app, 'container/bridge'),
    count(app, 'container'),
  ];
  if (containers > 0) return hosts + bridges > 0;
  return hosts + bridges > 1;
}

export const networkRules: readonly Rule<AppUpdate>[] = [
  rule(
    '/',
    'may only specify a single container network when using the Docker container engine',
    (app) => isDocker(app) && count(app, 'container') > 1,
  ),
  rule('/networks', 'Host networks may not have names or labels', (app) =>
    networksOf(app, 'host').some(({ name, labels }) => name || Object.keys(labels ?? {}).length > 0),
  ),
  rule('/networks', 'Bridge networks may not have names', (app) =>
    networksOf(app, 'container/bridge').some(({ name }) => name),
  ),
  rule('/networks', 'Duplicate networks are not allowed', (app) => {
    const unnamed = networksOf(app, 'container').filter(({ name }) => name === undefined);
    return unnamed.length > 1 || !isUnique(namesOf(app.networks));
  }),
  rule(
    '/networks',
    'May specify a single host network, single bridge network, or else 1-to-n container networks',
    isMixed,
  ),
];

/** A network of containers has a name, since the server has none by default. */
export const namedNetworks: Rule<AppUpdate> = rule(
  '/networks',
  'Network name must be specified when container network is selected.',
  (app) => networksOf(app, 'container').some(({ name }) => name === undefined),
);

/** Ports are told in the way of the network mode. */
export const portRules: readonly Rule<AppUpdate>[] = [
  rule(
    '/',
    'portMappings are not allowed with host-networking',
    (app) => given(networksOf(app, 'host')) && given(app.container?.portMappings),
  ),
  rule(
    '/',
    'portDefinitions are only allowed with host-networking',
    (app) => (app.networks ?? []).some(({ mode }) => mode !== 'host') && given(app.portDefinitions),
  ),
];
