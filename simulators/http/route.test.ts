import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowedMethods, type HttpRoute, resourcesAt, routeAt, routeFor } from './route.ts';

const routes: readonly HttpRoute[] = [
  { method: 'GET', path: '/apps/{id+}' },
  { method: 'PUT', path: '/apps/{id+}' },
  { method: 'GET', path: '/apps/{id+}/tasks' },
  { method: 'DELETE', path: '/apps/{id+}/tasks/{taskId}' },
  { method: 'GET', path: '/methods/{id}' },
  { method: 'PUT', path: '/methods/{id}' },
  { method: 'GET', path: '/methods/types' },
];

const found = (path: string) => {
  const [first] = resourcesAt(routes, path);
  return first && [first.routes[0]?.path, first.params];
};

test('a parameter is one part that is not empty, decoded by itself', () => {
  assert.deepEqual(found('/methods/a%2Fb%20c'), ['/methods/{id}', { id: 'a/b c' }]);
  assert.deepEqual(found('/methods/100%'), ['/methods/{id}', { id: '100%' }]);
  for (const path of ['/methods/', '/methods/a/b', '/methods', 'methods/a']) {
    assert.equal(found(path), undefined, path);
  }
});

test('a parameter with a plus takes several parts, dots and doubled slashes as they are', () => {
  assert.deepEqual(found('/apps/a/../b'), ['/apps/{id+}', { id: 'a/../b' }]);
  assert.deepEqual(found('/apps//a'), ['/apps/{id+}', { id: '/a' }]);
  assert.deepEqual(found('/apps/a/b/tasks'), ['/apps/{id+}/tasks', { id: 'a/b' }]);
  assert.deepEqual(found('/apps/a/tasks/t.1'), ['/apps/{id+}/tasks/{taskId}', { id: 'a', taskId: 't.1' }]);
  assert.equal(found('/apps/'), undefined);
});

test('a literal is the same however it is encoded', () => {
  assert.deepEqual(found('/%61pps/x'), ['/apps/{id+}', { id: 'x' }]);
});

test('the pattern with the most literal characters comes first, with all its methods', () => {
  assert.deepEqual(found('/methods/types'), ['/methods/types', {}]);
  const [first] = resourcesAt(routes, '/apps/x');
  assert.deepEqual(
    first?.routes.map(({ method }) => method),
    ['GET', 'PUT'],
  );
  assert.deepEqual(allowedMethods(first?.routes ?? []), ['GET', 'HEAD', 'OPTIONS', 'PUT']);
});

test('HEAD asks for what GET answers, where it is asked of one resource', () => {
  const [first] = resourcesAt(routes, '/apps/x');
  assert.equal(routeFor(first?.routes ?? [], 'HEAD')?.method, 'GET');
  assert.equal(routeFor(first?.routes ?? [], 'POST'), undefined);
});

test('a method is looked for in every resource that the path may lead to', () => {
  assert.deepEqual(routeAt(routes, 'PUT', '/methods/types'), { route: routes[5], params: { id: 'types' } });
  assert.equal(routeAt(routes, 'HEAD', '/methods/types'), undefined);
});
