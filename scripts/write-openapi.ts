import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../lib/api/openapi/document.ts';

const file = join(import.meta.dirname, '../docs/openapi.json');
const document = `${JSON.stringify(openApiDocument(), null, 2)}\n`;

if (!process.argv.includes('--check')) writeFileSync(file, document);
else if (readFileSync(file, 'utf8') !== document) {
  console.error('docs/openapi.json is not what the schemas say: run "npm run openapi" and commit it.');
  process.exitCode = 1;
}
