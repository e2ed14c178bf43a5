import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { type Program, parseSync } from 'oxc-parser';

/** A source file of the repository. */
export interface Source {
  /** From the root of the repository, with slashes. */
  path: string;
  lines: number;
  program: Program;
  /** The line, from 1, of an offset in the text. */
  lineOf: (offset: number) => number;
  /** Paths of the files of the repository that it imports. */
  imports: string[];
}

/** All sources that git knows of, parsed. */
export function readSources(): Source[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.mjs'], {
    encoding: 'utf8',
  });
  // Git also lists what was deleted and not yet committed.
  return listed.trim().split('\n').filter(existsSync).map(readSource);
}

function readSource(path: string): Source {
  const text = readFileSync(path, 'utf8');
  const { program, module } = parseSync(path, text);
  const breaks = [...text.matchAll(/\n/g)].map(({ index }) => index);
  const requests = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.map(({ moduleRequest }) => moduleRequest?.value ?? ''),
    ),
  ];
  return {
    path,
    lines: breaks.length,
    program,
    lineOf: (offset) => breaks.filter((each) => each < offset).length + 1,
    imports: requests
      .filter((request) => request.startsWith('.'))
      .map((request) => posix.join(posix.dirname(path), request)),
  };
}

export const isTest = ({ path }: Pick<Source, 'path'>) =>
  path.endsWith('.test.ts') || path.startsWith('test/');

/** Whether the file is part of what users run, deploy or read. */
export const isProduct = (source: Source) => !isTest(source) && !source.path.startsWith('bench/');
