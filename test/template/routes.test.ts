import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functionsOf, propertiesOf, readTemplateFile } from './read-template-file.ts';

const template = readTemplateFile('template.yaml');
const api = propertiesOf(template, 'Api');
const routes = [...functionsOf(template)].flatMap(([id, { Events, Timeout }]) =>
  Object.values(Events)
    .filter(({ Type }) => Type === 'HttpApi')
    .map(({ Properties: { Method, Path, Auth, ApiId } }) => ({
      ...{ id, Timeout, ApiId, Auth },
      key: `${Method} ${Path}`,
    })),
);
const callback = 'POST /jobs/{jobId}/iterations';

test('the API has these routes and no others', () => {
  assert.deepEqual(Object.fromEntries(routes.map(({ key, id }) => [key, id])), {
    'POST /jobs': 'LaunchFunction',
    [callback]: 'IterationFunction',
    'GET /jobs': 'JobsFunction',
    'GET /jobs/{jobId}': 'JobsFunction',
    'PATCH /jobs/{jobId}': 'JobsFunction',
    'DELETE /jobs/{jobId}': 'JobsFunction',
    'POST /jobs/{jobId}/metrics': 'JobsFunction',
  });
});

for (const { key, Auth, ApiId, Timeout } of routes) {
  test(`${key} wants a signature of AWS unless containers call it`, () => {
    assert.deepEqual(Auth, key === callback ? undefined : { Authorizer: 'AWS_IAM' });
    assert.deepEqual(ApiId, { Ref: 'Api' });
  });

  test(`${key} answers before the API gives up after 30 seconds`, () => assert.ok(Timeout < 30));
}

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
