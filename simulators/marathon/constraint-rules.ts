import { type Rule, rule } from './rule.ts';

type Constraint = readonly string[];

const operators = ['UNIQUE', 'CLUSTER', 'GROUP_BY', 'LIKE', 'MAX_PER', 'UNLIKE', 'IS'];
const isWhole = (text: string): boolean => /^[+-]?\d+$/.test(text);

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const textsOnly =
  'IS only supports Mesos text and float values (see http://mesos.apache.org/documentation/latest/attributes-resources/)';

/** What is wrong with the value of a constraint with this operator; undefined if nothing is. */
function wrongValue(operator: string, value: string | undefined): string | undefined {
  switch (operator) {
    case 'UNIQUE':
      return value === undefined ? undefined : 'UNIQUE does not accept a value';
    case 'GROUP_BY':
      return value === undefined || isWhole(value)
        ? undefined
        : 'GROUP BY must define an integer value or else no value at all';
    case 'MAX_PER':
      return value !== undefined && isWhole(value) ? undefined : 'MAX_PER requires an integer value';
    case 'LIKE':
    case 'UNLIKE':
      if (value === undefined) return 'LIKE and UNLIKE require a non-empty, regular expression value';
      return isPattern(value) ? undefined : 'is not a valid regular expression';
    case 'IS':
      return /^[a-zA-Z0-9_/.-]*$/.test(value ?? '') ? undefined : textsOnly;
    default:
      return undefined;
  }
}

function wrong(constraint: Constraint): string | undefined {
  if (constraint.length < 2 || constraint.length > 3) return 'Each constraint must have either 2 or 3 fields';
  const [field, operator = '', value] = constraint;
  if (!field) return 'illegal constraint specification';
  const name = operator.toUpperCase();
  if (operators.includes(name)) return wrongValue(name, value);
  return `operator must be one of the following ${operators.slice(0, -1).join(', ')} or IS`;
}

/** Which agents an app may run on: field, operator and, for some, a value. */
export const constraintRules: Rule<{ constraints?: readonly Constraint[] }> = ({ constraints = [] }) =>
  constraints.flatMap((constraint) => {
    const error = wrong(constraint);
    return error === undefined ? [] : rule('/constraints', error, () => true)(constraint);
  });
