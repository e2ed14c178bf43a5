import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpuMillisecondsOf } from '../test/rigs/cpu-time.ts';
import { asInteger, asLong, asNumber } from './chronos/jackson.ts';
import { invalidFormat, parseJodaDate } from './chronos/joda-date.ts';
import { readJson } from './chronos/read-json.ts';
import { parseSchedule } from './chronos/schedule.ts';
import { alarmExpression } from './monasca/alarm-expression.ts';
import { pythonJson } from './monasca/route.ts';

const size = 1_000_000;
const repeated = (text: string) => text.repeat(size / text.length);

/** As an endpoint receives it. */
function received(text: string) {
  const body = Buffer.from(text);
  const headers = { 'content-length': String(body.length) };
  return { method: 'POST', path: '/', query: new URLSearchParams(), search: '', headers, body, origin: '' };
}

const readers: Record<string, (text: string) => unknown> = {
  'a schedule of Chronos': (text) => parseSchedule(text, '', 0),
  'a date of Chronos': (text) => parseJodaDate(text) ?? invalidFormat(text),
  'a body of Chronos': (text) => readJson(Buffer.from(text)),
  'a number of Chronos': (text) => [asNumber, asInteger, asLong].map((read) => read(text)),
  'a body of Monasca': (text) => pythonJson(received(text)),
  'an expression of Monasca': (text) => alarmExpression(text),
};

const texts: Record<string, string> = {
  'escaped quotes in a text that never ends': `"${repeated('\\"')}`,
  quotes: repeated('"'),
  periods: `R/${repeated('/P')}\n`,
  starts: `R/${repeated('/')}P1D\n`,
  digits: `${repeated('1')}x`,
  'a number': repeated('1'),
  'times of day': repeated('T1:'),
  brackets: repeated('['),
  words: repeated('a '),
  blanks: `max(${repeated(' ')}`,
  thresholds: `max(a) > 1${repeated(' ')}x`,
  dimensions: `max(a{${Array.from({ length: 5_000 }, (_, i) => `k${i}=v`).join(',')}`,
};

for (const [reader, read] of Object.entries(readers)) {
  for (const [name, text] of Object.entries(texts)) {
    test(`1 MB of ${name} as ${reader} costs next to nothing`, () => {
      const spent = cpuMillisecondsOf(() => {
        try {
          read(text);
        } catch (error) {
          assert.ok(error instanceof Error);
        }
      });
      assert.ok(spent < 1_000, `${spent} ms`);
    });
  }
}
