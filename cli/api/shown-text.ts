import * as z from 'zod';

/** A text from elsewhere as it may be written to a terminal: without control characters, which could steer it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced.
export const shownText = z.string().transform((text) => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' '));
