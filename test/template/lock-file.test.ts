import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

interface LockedPackage {
  version?: string;
  resolved?: string;
  engines?: { node?: string };
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const read = (file: string) => JSON.parse(readFileSync(join(import.meta.dirname, '../..', file), 'utf8'));
const packages: Record<string, LockedPackage> = read('package-lock.json').packages;
const manifest = read('package.json');

/** Whether a package that another one asks for is locked, beside it or above. */
function isLocked(by: string, name: string): boolean {
  const folders = by.split(/\/?node_modules\//).filter(Boolean);
  for (let depth = folders.length; depth >= 0; depth--) {
    const above = folders
      .slice(0, depth)
      .map((folder) => `node_modules/${folder}/`)
      .join('');
    if (`${above}node_modules/${name}` in packages) return true;
  }
  return false;
}

test('the lock file has what every package asks for, on all platforms, so that npm ci takes it', () => {
  const missing = Object.entries(packages).flatMap(([by, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !isLocked(by, name)),
  );
  assert.deepEqual(missing, []);
});

test('the lock file names no registry', () => {
  assert.deepEqual(
    Object.entries(packages).flatMap(([path, { resolved }]) => (resolved === undefined ? [] : [path])),
    [],
  );
});

test('engines ask for the newest Node that a package asks for', () => {
  const numbers = (range: string) => range.replace('>=', '').split('.').map(Number);
  const rank = (range: string) => numbers(range).reduce((sum, part, i) => sum + part * 1000 ** (2 - i), 0);
  const ranges = Object.entries(packages).flatMap(([path, { engines }]) =>
    path !== '' && /^>=[\d.]+$/.test(engines?.node ?? '') ? [engines?.node ?? ''] : [],
  );
  const newest = ranges.reduce((a, b) => (rank(b) > rank(a) ? b : a));
  assert.equal(manifest.engines.node, newest);
});
