import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { buildPackage, packageName } from '../../cli/package/build-package.ts';
import manifest from '../../package.json' with { type: 'json' };
import { jobRequest } from './job-request.ts';
import { type Rig, startRig } from './rig.ts';

const run = promisify(execFile);
const patienceMs = 120_000;

describe('the command line as a package', { timeout: 480_000 }, () => {
  let rig: Rig;
  let folder: string;
  let installed: string;

  /** Node is the one that runs the tests, and npm asks no registry. */
  const environment = () => ({
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: folder,
    npm_config_offline: 'true',
    npm_config_cache: join(folder, 'cache'),
    npm_config_update_notifier: 'false',
  });
  const within = (cwd: string) => ({ cwd, env: environment(), timeout: patienceMs });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pacer-package-'));
    installed = join(folder, 'installed');
    mkdirSync(installed);
    const built = join(folder, 'built');
    await buildPackage(built);
    const packed = await run('npm', ['pack', '--pack-destination', folder], within(built));
    const tarball = packed.stdout.trim().split('\n').at(-1) ?? '';
    assert.equal(tarball, `${packageName}-${manifest.version}.tgz`);
    const quietly = ['--no-audit', '--no-fund'];
    await run('npm', ['install', ...quietly, join(folder, tarball)], within(installed));
    rig = await startRig();
  });
  after(async () => {
    await rig?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const pacer = (...args: string[]) =>
    run(join(installed, 'node_modules', '.bin', 'pacer'), args, within(installed));

  it('holds one program, and nothing else is installed with it', () => {
    const folder = join(installed, 'node_modules', packageName);
    const files = readdirSync(folder).sort();
    assert.deepEqual(files, ['LICENSE', 'README.md', 'dashboard', 'pacer.mjs', 'package.json']);
    const page = ['index.html', 'page.css', 'page.js', 'replay.js'];
    assert.deepEqual(readdirSync(join(folder, 'dashboard')).sort(), page);
    const packages = readdirSync(join(installed, 'node_modules')).filter((name) => !name.startsWith('.'));
    assert.deepEqual(packages, [packageName]);
  });

  it('shows its help and its version', async () => {
    assert.match((await pacer('--help')).stdout, /^Usage: pacer /);
    assert.equal((await pacer('--version')).stdout.trim(), manifest.version);
  });

  it('lists the jobs of a local stack, whose token it finds by itself', async () => {
    await rig.userCluster('packed');
    const { status, text } = await rig.api.launch(jobRequest({ name: 'packed', cluster: 'packed' }));
    assert.equal(status, 201, text);
    const { stdout } = await pacer('list', '--json', '--url', rig.stack.apiUrl, '--directory', rig.directory);
    assert.deepEqual(
      JSON.parse(stdout).jobs.map(({ name }: { name: string }) => name),
      ['packed'],
    );
  });
});
