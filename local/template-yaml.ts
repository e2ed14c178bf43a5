import { type CollectionTag, parse, Scalar, type ScalarTag, type YAMLSeq } from 'yaml';

const scalarFunctions = ['GetAtt', 'Sub', 'GetAZs', 'ImportValue'];
const listFunctions = [
  'If',
  'Equals',
  'Not',
  'And',
  'Or',
  'Join',
  'Split',
  'Select',
  'Cidr',
  'FindInMap',
  'Sub',
  'GetAtt',
];

const tags: (ScalarTag | CollectionTag)[] = [
  { tag: '!Ref', resolve: (name: string) => ({ Ref: name }) },
  { tag: '!Condition', resolve: (name: string) => ({ Condition: name }) },
  ...scalarFunctions.map((name) => ({
    tag: `!${name}`,
    resolve: (value: string) => ({ [`Fn::${name}`]: value }),
  })),
  ...listFunctions.map((name) => ({
    tag: `!${name}`,
    collection: 'seq' as const,
    resolve: (list: unknown) => new Scalar({ [`Fn::${name}`]: (list as YAMLSeq).toJSON() }),
  })),
];

/** The YAML of a template as the JSON that it stands for: `!Ref Api` is `{ Ref: 'Api' }`, `!Sub text` is `{ 'Fn::Sub': 'text' }`. */
export function parseTemplateYaml(text: string): unknown {
  return parse(text, { customTags: tags });
}
