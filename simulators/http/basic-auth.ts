import { timingSafeEqual } from 'node:crypto';

/** What every request must carry, as the scheme Basic has it. */
export interface Login {
  user: string;
  password: string;
}

export function carriesLogin(authorization: string | undefined, { user, password }: Login): boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
  const given = Buffer.from(authorization ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
