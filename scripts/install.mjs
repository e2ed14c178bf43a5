// Runs under whatever Node the machine has, before anything is installed: plain JavaScript, no packages.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..');
const marker = join(repository, 'node_modules', '.pacer-installed');
const wanted = createHash('sha256')
  .update(readFileSync(join(repository, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(marker) ? readFileSync(marker, 'utf8') : '';

// The local stack runs jobs in /bin/sh, in process groups of POSIX, which Windows does not have.
if (process.platform === 'win32')
  fail('Pacer runs jobs in a POSIX shell. On Windows, use it inside WSL: see README.md, "Try it".');
if (installed !== wanted) install();

function install() {
  console.log('Installing what Pacer needs into node_modules (once) …');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, signal, error } = spawnSync('npm', args, { cwd: repository, stdio: 'inherit' });
  if (error?.code === 'ENOENT')
    fail(
      'npm was not found. It comes with Node.js (https://nodejs.org); Debian has it in the package "npm", apart from "nodejs".',
    );
  if (error) fail(`npm could not be started: ${error.message}`);
  if (status !== 0)
    fail(
      `npm ci ${signal ? `was ended by ${signal}` : 'failed: see above'}. Check the network and that "npm --version" is 10 or later, then try again.`,
    );
  writeFileSync(marker, wanted);
  if (process.platform === 'darwin')
    console.log(
      'macOS has no control groups, so jobs are held to their CPUs by pausing them, which is less precise. Pacer is tested on Linux only.',
    );
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
