import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

export const workspace = mkdtempSync(join(tmpdir(), 'wrapped-command-'));
after(() => rmSync(workspace, { recursive: true, force: true }));
export const newFolder = () => mkdtempSync(join(workspace, 'folder-'));

export const systemPath = process.env.PATH ?? '';
export const whereIs = (tool: string) =>
  systemPath
    .split(':')
    .map((folder) => join(folder, tool))
    .find((path) => existsSync(path));
export const missing = (tool: string) => (whereIs(tool) ? false : `${tool} is not installed`);

/** Some busyboxes are built to run their own applets in place of what is on PATH, where the tests put their stand-ins. */
function ignoresPath(argv: string[]): string | false {
  const folder = newFolder();
  writeFileSync(join(folder, 'date'), '#!/bin/sh\necho stand-in\n', { mode: 0o755 });
  const [file = '', ...args] = [...argv, '-c', 'date'];
  const { stdout } = spawnSync(file, args, { env: { PATH: folder }, encoding: 'utf8' });
  return stdout === 'stand-in\n'
    ? false
    : `${argv.join(' ')} runs tools of its own in place of those on PATH`;
}

export type Shell = { name: string; argv: string[]; skip: string | false };
export const shellNamed = (name: string): Shell => {
  const [tool = '', applet] = name.split(' ');
  const program = whereIs(tool) ?? tool;
  const argv = [applet ? linkTo(program, applet) : program];
  return { name, argv, skip: missing(tool) || ignoresPath(argv) };
};

/** A shell starts another by the name that it has itself, so an applet is called by its link, as in an image. */
function linkTo(program: string, applet: string): string {
  const link = join(newFolder(), applet);
  symlinkSync(program, link);
  return link;
}
export const sh = shellNamed('sh');
export const otherShells = ['dash', 'bash', 'busybox sh', 'mksh'].map(shellNamed);
export const shells = [sh, ...otherShells];

/** What may send reports, as tools of an image. */
export const clients = [
  { name: 'curl', tools: { curl: 'curl' }, skip: missing('curl') },
  { name: 'GNU wget', tools: { wget: 'wget' }, skip: missing('wget') },
  { name: 'busybox wget', tools: { wget: 'busybox' }, skip: missing('busybox') },
];

/** A folder for PATH in which `sh` is the given shell, and there is little else but the given tools. */
export function binFolder(shell: Shell, tools: Record<string, string> = {}): string {
  const folder = newFolder();
  const basics = { date: 'date', hostname: 'hostname', sleep: 'sleep', rm: 'rm', printf: 'printf' };
  for (const [name, target] of Object.entries({ sh: shell.argv[0] ?? 'sh', ...basics, ...tools })) {
    symlinkSync(whereIs(target) ?? target, join(folder, name));
  }
  return folder;
}

/** A PATH on which a program is a script, before others. */
export function pathWith(program: string, script: string, others: string): string {
  const folder = newFolder();
  writeFileSync(join(folder, program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return `${folder}:${others}`;
}
