import * as z from 'zod/mini';
import { isJavaPattern } from './java-pattern.ts';

const operators = ['EQUALS', 'LIKE', 'UNLIKE'];
const shape = 'must be three strings, as ["rack", "EQUALS", "1"]';
const scalar = () => z.union([z.string(), z.number(), z.boolean()], shape);

/**
 * The constraints of a job. Chronos drops one whose operator it does not know without a word, and the job would run where it
 * must not; one that is too short, or whose pattern is none, it answers with a page of an exception.
 */
export const constraintsField = () =>
  z.array(
    z
      .tuple(
        [scalar(), z.enum(operators, 'must be "EQUALS", "LIKE" or "UNLIKE", in capitals'), scalar()],
        shape,
      )
      .check(
        z.superRefine(([, operator, pattern], context) => {
          if (operator === 'EQUALS' || isJavaPattern(String(pattern))) return;
          context.addIssue({
            code: 'custom',
            path: [2],
            message: 'must be a regular expression, as Java has them',
          });
        }),
      ),
    'must be a list of lists of three strings',
  );
