import { SourceMap } from 'node:module';

const position = /[^\s(]*handler\.js:(\d+):(\d+)/g;

/** The text with each position in a bundle replaced by that in its source; `map` is the source map of the bundle. */
export function sourceStack(text: string, map: string): string {
  const sources = new SourceMap(JSON.parse(map));
  return text.replaceAll(position, (found, line: string, column: string) => {
    const origin = sources.findOrigin(Number(line), Number(column));
    return 'fileName' in origin ? `${origin.fileName}:${origin.lineNumber}:${origin.columnNumber}` : found;
  });
}
