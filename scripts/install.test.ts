import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

interface Machine {
  /** The script that stands for npm; none is a machine without npm. */
  npm?: string;
  platform?: NodeJS.Platform;
}

/** A clone on which nothing is installed, and a way to run its installation on a machine. */
function clone(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'install-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of ['scripts', 'bin', 'node_modules']) mkdirSync(join(folder, name));
  copyFileSync(join(import.meta.dirname, 'install.mjs'), join(folder, 'scripts', 'install.mjs'));
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  return {
    /** What npm was asked for, so far. */
    asked: () =>
      existsSync(join(folder, 'asked')) ? readFileSync(join(folder, 'asked'), 'utf8').split('\n') : [],
    install({ npm, platform = 'linux' }: Machine) {
      const script = `#!/bin/sh\necho "$*" >>'${folder}/asked'\n${npm}\n`;
      if (npm !== undefined) writeFileSync(join(folder, 'bin', 'npm'), script, { mode: 0o755 });
      const onPlatform = `Object.defineProperty(process, 'platform', { value: '${platform}' })`;
      const args = ['--import', `data:text/javascript,${onPlatform}`, join(folder, 'scripts', 'install.mjs')];
      return spawnSync(process.execPath, args, { env: { PATH: join(folder, 'bin') }, encoding: 'utf8' });
    },
  };
}

test('what the lock file says is installed by npm ci, once', (t) => {
  const { install, asked } = clone(t);
  assert.equal(install({ npm: 'exit 0' }).status, 0);
  assert.deepEqual([install({ npm: 'exit 0' }).status, install({ npm: 'exit 0' }).stdout], [0, '']);
  assert.deepEqual(asked(), ['ci --no-audit --no-fund --loglevel=error', '']);
});

test('an installation that failed is tried again', (t) => {
  const { install, asked } = clone(t);
  const failed = install({ npm: 'exit 1' });
  assert.equal(failed.status, 1);
  assert.match(failed.stderr, /npm ci failed: see above.*npm --version/);
  assert.equal(install({ npm: 'exit 0' }).status, 0);
  assert.equal(asked().length, 3);
});

test('a machine without npm is told where to get it', (t) => {
  const { status, stderr } = clone(t).install({});
  assert.equal(status, 1);
  assert.match(stderr, /^npm was not found\. It comes with Node\.js/);
});

test('Windows is told of WSL before anything is installed', (t) => {
  const { install, asked } = clone(t);
  const { status, stderr } = install({ npm: 'exit 0', platform: 'win32' });
  assert.deepEqual([status, asked()], [1, []]);
  assert.match(stderr, /inside WSL/);
});

test('macOS is told what differs there', (t) => {
  assert.match(clone(t).install({ npm: 'exit 0', platform: 'darwin' }).stdout, /no control groups/);
});
