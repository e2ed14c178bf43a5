import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJavaPattern } from './java-pattern.ts';

const right = [
  [
    '',
    'a',
    'rack-[0-9]+',
    '(a|b)*',
    '^a$',
    'a.*b',
    'a*?',
    'a{2}',
    'a{2,}',
    'a{2,3}?',
    '()',
    '(|a)',
    ']',
    '}',
  ],
  // Only in Java.
  [
    '(?i)rack',
    '(?i:a)b',
    '(?>a|b)',
    'a++',
    'a*+',
    '\\Q(\\E',
    '\\Q(',
    '[a[b](]',
    '[a-z&&[^b]]',
    '\\p{Alpha}+',
  ],
  [
    '[]a]',
    '[^]]',
    '(?<name>a)\\k<name>',
    '(?<=a)b',
    '(?<!a)b',
    '(?!a)b',
    '^*',
    '\\b+',
    '\\x{41}',
    '\\\\Q',
    '\\(',
  ],
  ['(?x) a # (', '[(]', '[*+?{]', '\\{a', 'a\\++'],
].flat();
const wrong = [
  '(',
  ')',
  'a)',
  '(()',
  '[',
  '[a',
  '[^]',
  '*',
  '+a',
  '?',
  'a**',
  'a|*',
  '(*)',
  'a\\',
  '{',
  'a{b}',
  '(?i)*',
  '\\Q\\E)',
];

for (const pattern of right) test(`Java takes ${pattern}`, () => assert.equal(isJavaPattern(pattern), true));
for (const pattern of wrong)
  test(`Java takes no ${pattern}`, () => assert.equal(isJavaPattern(pattern), false));
