// Runs under whatever Node the machine has (20 or later), before anything is installed: plain JavaScript, no packages.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const repository = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const marker = join(repository, 'node_modules', '.pacer-installed');
const wanted = createHash('sha256')
  .update(readFileSync(join(repository, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(marker) ? readFileSync(marker, 'utf8') : '';

if (installed !== wanted) {
  // Not "npm ci": it refuses a lock file that a registry without packages for other platforms has written.
  console.log('Installing what Pacer needs into node_modules (this once) …');
  const { status } = spawnSync(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: repository,
      stdio: 'inherit',
    },
  );
  if (status !== 0) {
    console.error(
      'npm install failed: see above. Check the network and that "npm --version" is 9 or later, then try again.',
    );
    process.exit(1);
  }
  writeFileSync(marker, wanted);
}
