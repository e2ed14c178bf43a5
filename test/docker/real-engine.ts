import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Of programs of this machine, so that no registry is asked. */
export const image = 'pacer-test:shells-and-curl';
const programs = ['busybox', 'curl', 'dash', 'bash', 'mksh'];

/** Why the tests with real containers cannot be run here; false when they can. */
export const skip: string | false = whatIsMissing();

function whatIsMissing(): string | false {
  const isMissing = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0;
  const missing = ['docker', ...programs].filter(isMissing);
  if (missing.length > 0) return `SKIPPED: not installed: ${missing.join(', ')}`;
  const answers = spawnSync('docker', ['version'], { stdio: 'ignore', timeout: 10_000 }).status === 0;
  return answers ? false : 'SKIPPED: no Docker engine answers (docker version)';
}

export const docker = (...args: string[]): string =>
  execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/** Makes the image, unless the engine has it: busybox for all commands, curl to report, shells of other images. */
export function provideImage(): void {
  if (docker('images', '--quiet', image) === '') makeImage(image, programs);
}

/** Makes an image of programs of this machine, busybox' commands among them, and of what is added to its root folder. */
export function makeImage(name: string, programsIn: readonly string[], add = (_root: string) => {}): void {
  const root = mkdtempSync(join(tmpdir(), 'pacer-image-'));
  for (const folder of ['bin', 'tmp', 'etc', 'proc']) mkdirSync(join(root, folder));
  for (const program of programsIn) addProgram(root, program);
  const applets = execFileSync('busybox', ['--list'], { encoding: 'utf8' }).trim().split('\n');
  for (const applet of applets.filter((each) => !programsIn.includes(each))) {
    symlinkSync('busybox', join(root, 'bin', applet));
  }
  add(root);
  execFileSync('sh', ['-c', 'tar -C "$1" -c . | docker import - "$2"', 'sh', root, name], {
    stdio: 'ignore',
  });
  rmSync(root, { recursive: true });
}

/** With the libraries that it is linked to, each where the program looks for it. */
function addProgram(root: string, name: string): void {
  const file = execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
  cpSync(realpathSync(file), join(root, 'bin', name));
  const { stdout } = spawnSync('ldd', [file], { encoding: 'utf8' }); // fails for a static program, which needs none
  for (const [library] of stdout.matchAll(/\/\S+/g)) {
    if (!library.includes('/lib')) continue;
    mkdirSync(join(root, dirname(library)), { recursive: true });
    cpSync(realpathSync(library), join(root, library));
  }
}
