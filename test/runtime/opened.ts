interface Part {
  close(): Promise<void>;
}

/** Keeps a part in mind, to be closed with all the others. */
export type Open = <Opened extends Part>(part: Opened | Promise<Opened>) => Promise<Opened>;

/** Parts that are closed together, the last one first; also when a later one could not be opened. */
export function opened(): { open: Open; close(): Promise<void> } {
  const parts: Part[] = [];
  return {
    async open(part) {
      const known = await part;
      parts.unshift(known);
      return known;
    },
    async close() {
      for (const part of parts.splice(0)) await part.close();
    },
  };
}
