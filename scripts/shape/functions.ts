import { type Node, Visitor } from 'oxc-parser';
import type { Source } from './sources.ts';

/** A function that has a name, or stands where one is expected. */
export interface NamedFunction {
  path: string;
  name: string;
  line: number;
  lines: number;
}

/** Functions with a name of their own: declared, methods, and those that a constant or a property holds. */
export function namedFunctions({ path, program, lineOf }: Source): NamedFunction[] {
  const found: NamedFunction[] = [];
  const note = (name: string, { start, end }: Pick<Node, 'start' | 'end'>) => {
    const line = lineOf(start);
    found.push({ path, name, line, lines: lineOf(end) - line + 1 });
  };
  const noteValue = (key: Node, value: Node | null) => {
    if (value?.type !== 'ArrowFunctionExpression' && value?.type !== 'FunctionExpression') return;
    note(key.type === 'Identifier' ? key.name : 'a computed name', value);
  };
  new Visitor({
    FunctionDeclaration: (node) => note(node.id?.name ?? 'default', node),
    MethodDefinition: (node) => noteValue(node.key, node.value),
    Property: (node) => noteValue(node.key, node.value),
    VariableDeclarator: (node) => noteValue(node.id, node.init),
  }).visit(program);
  return found;
}

/** Places, as `path:line`, at which a literal is unpacked into another one instead of being written there. */
export function unpackedLiterals({ path, program, lineOf }: Source): string[] {
  const found: string[] = [];
  new Visitor({
    SpreadElement: ({ argument, start }) => {
      const isLiteral = argument.type === 'ObjectExpression' || argument.type === 'ArrayExpression';
      if (isLiteral) found.push(`${path}:${lineOf(start)}`);
    },
  }).visit(program);
  return found;
}
