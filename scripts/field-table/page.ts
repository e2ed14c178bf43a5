import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldTable } from './field-table.ts';

export const launchPage = join(import.meta.dirname, '../../docs/launch.md');

const begin = '<!-- made by npm run field-table -->\n';
const end = '\n<!-- end -->';

/** docs/launch.md as it should be: with the table as the code makes it now. */
export function pageWithTable(): string {
  const page = readFileSync(launchPage, 'utf8');
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error('docs/launch.md has lost the place of its table of fields.');
  return page.slice(0, from + begin.length) + fieldTable() + page.slice(to);
}
