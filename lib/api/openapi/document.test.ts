import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openApiDocument } from './document.ts';

const repository = join(import.meta.dirname, '../../..');

test('docs/openapi.json is what the schemas give now (npm run openapi writes it)', () => {
  const written: unknown = JSON.parse(readFileSync(join(repository, 'docs/openapi.json'), 'utf8'));
  assert.deepEqual(written, JSON.parse(JSON.stringify(openApiDocument())));
});

test('every reference leads somewhere, and nothing is described that nothing refers to', () => {
  const { paths, components } = openApiDocument();
  const text = JSON.stringify({ paths, schemas: components.schemas });
  const named = new Set([...text.matchAll(/"#\/components\/(\w+\/\w+)"/g)].map(([, name]) => name));
  const { schemas, parameters, headers } = components;
  const there = Object.entries({ schemas, parameters, headers }).flatMap(([kind, each]) =>
    Object.keys(each).map((name) => `${kind}/${name}`),
  );
  assert.deepEqual([...named].sort(), there.sort());
});
