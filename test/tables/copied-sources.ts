import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

const repository = join(import.meta.dirname, '../..');
const copied = [
  'lib',
  'cli',
  'dashboard',
  'functions',
  'local',
  'simulators',
  'docs',
  'infra',
  'template.yaml',
  'package.json',
];
const copiedOfTest = ['rigs', 'tables', 'template'];
/** A compiler or a test that takes longer hangs. */
const timeout = 120_000;
const run = promisify(execFile);

/** A sentence of the compiler and the file that it is about. */
export interface Complaint {
  file: string;
  sentence: string;
}

/** A copy of the sources that a test may change. */
export interface CopiedSources {
  /** Replaces a text that stands in the file once. */
  edit(file: string, text: string, by: string): void;
  /** What the compiler says of lib, cli and functions without their tests. */
  compile(): Promise<Complaint[]>;
  /** The names of the tests of these files that fail. */
  failingTests(files: string[]): Promise<string[]>;
  /** What a program of the copy prints as JSON. */
  printedBy(program: string): Promise<unknown>;
  remove(): void;
}

export function copySources(): CopiedSources {
  const directory = mkdtempSync(join(tmpdir(), 'pacer-tables-'));
  for (const each of [...copied, ...copiedOfTest.map((name) => join('test', name))])
    cpSync(join(repository, each), join(directory, each), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(compilerSettings()));
  const node = (args: string[]) => outputOf(directory, process.execPath, args);
  return {
    edit(file, text, by) {
      const path = join(directory, file);
      const pieces = readFileSync(path, 'utf8').split(text);
      if (pieces.length !== 2) throw new Error(`${file} has ${pieces.length - 1} times: ${text}`);
      writeFileSync(path, pieces.join(by));
    },
    async compile() {
      const compiler = join(repository, 'node_modules/.bin/tsc');
      return complaintsOf(await outputOf(directory, compiler, ['-p', '.', '--pretty', 'false']));
    },
    async failingTests(files) {
      const tap = await node(['--test', '--test-reporter=tap', ...files]);
      return [...tap.matchAll(/^not ok \d+ - (.*)$/gm)].map(([, name = '']) => name);
    },
    printedBy: async (program) => JSON.parse(await node([program])),
    remove: () => rmSync(directory, { recursive: true }),
  };
}

/** Those of the repository, for the sources alone. */
function compilerSettings() {
  const settings = z
    .looseObject({ include: z.array(z.string()) })
    .parse(JSON.parse(readFileSync(join(repository, 'tsconfig.json'), 'utf8')));
  return { ...settings, include: ['lib', 'cli', 'functions'], exclude: ['**/*.test.ts'] };
}

/** What a program writes to stdout, also when it fails. */
async function outputOf(cwd: string, program: string, args: string[]): Promise<string> {
  // A test runner below a test runner would otherwise report to it and print nothing.
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const ended = run(program, args, { cwd, env, timeout, maxBuffer: 2 ** 26 });
  const { stdout } = await ended.catch((error: { code: unknown; stdout: string; stderr: string }) => {
    if (typeof error.code === 'number' && error.stdout !== '') return error;
    throw new Error(`${program} ${args.join(' ')}: ${error.code} ${error.stderr}`);
  });
  return stdout;
}

/** `lib/a.ts(1,2): error TS1: sentence`, and the lines that go on below it. */
function complaintsOf(output: string): Complaint[] {
  const found = output.matchAll(/^(\S+)\(\d+,\d+\): (error TS\d+: .*(?:\n +.*)*)/gm);
  return [...found].map(([, file = '', sentence = '']) => ({ file, sentence }));
}
