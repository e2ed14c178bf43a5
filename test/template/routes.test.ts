import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routeByKey } from '../../lib/api/routes.ts';
import { functionsOf, logicalIdOf, propertiesOf, readTemplateFile } from './read-template-file.ts';

const template = readTemplateFile('template.yaml');
const api = propertiesOf(template, 'Api');
const inTemplate = [...functionsOf(template)].flatMap(([id, { Events, Timeout }]) =>
  Object.values(Events)
    .filter(({ Type }) => Type === 'HttpApi')
    .map(({ Properties: { Method, Path, Auth, ApiId } }) => ({
      id,
      Timeout,
      ApiId,
      Auth,
      key: `${Method} ${Path}`,
    })),
);
const callback = 'POST /jobs/{jobId}/iterations';

for (const [key, { function: name, caller }] of routeByKey) {
  test(`${key} of the table leads to its function in the template, and is open to ${caller}s`, () => {
    const [found, ...more] = inTemplate.filter((route) => route.key === key);
    assert.ok(found, `template.yaml has no event for ${key}`);
    assert.deepEqual(more, []);
    assert.equal(found.id, logicalIdOf(name));
    assert.deepEqual(found.Auth, caller === 'operator' ? { Authorizer: 'AWS_IAM' } : undefined);
    assert.deepEqual(found.ApiId, { Ref: 'Api' });
  });
}

for (const { key, Timeout } of inTemplate) {
  test(`${key} of the template is in the table of routes`, () => assert.ok(routeByKey.has(key)));

  test(`${key} answers before the API gives up after 30 seconds`, () => assert.ok(Timeout < 30));
}

test('only the reports of containers come without a signature', () => {
  const open = [...routeByKey].filter(([, { caller }]) => caller === 'container');
  assert.deepEqual(
    open.map(([key]) => key),
    [callback],
  );
});

test('the API knows signatures, asks for none by itself, and lets no other web site call it', () => {
  assert.deepEqual(api.Auth, { EnableIamAuthorizer: true });
  assert.equal(api.CorsConfiguration, undefined);
});

test('every route is throttled, and the one without a signature by itself', () => {
  assert.deepEqual(api.DefaultRouteSettings, {
    ThrottlingRateLimit: { Ref: 'ApiRate' },
    ThrottlingBurstLimit: { Ref: 'ApiBurst' },
  });
  assert.deepEqual(api.RouteSettings, {
    [callback]: {
      ThrottlingRateLimit: { Ref: 'CallbackRate' },
      ThrottlingBurstLimit: { Ref: 'CallbackBurst' },
    },
  });
});

test('every call is logged as JSON, without what it carries', () => {
  const { DestinationArn, Format } = Object(api.AccessLogSettings);
  assert.match(JSON.stringify(DestinationArn), /:log-group:\$\{ApiLogs\}"/);
  const fields = Object.keys(JSON.parse(Format));
  assert.ok(
    ['time', 'requestId', 'route', 'status', 'sourceIp', 'error'].every((each) => fields.includes(each)),
  );
  assert.ok(!/authorization|body/i.test(Format));
});
