import { writeFileSync } from 'node:fs';
import { launchPage, pageWithTable } from './field-table/page.ts';

writeFileSync(launchPage, pageWithTable());
