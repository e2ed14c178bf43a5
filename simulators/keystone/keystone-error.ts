const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
};

/** An error that Keystone reports as JSON. */
export class KeystoneError extends Error {
  override readonly name = 'KeystoneError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }

  get body() {
    const { status: code, message } = this;
    return { error: { code, message, title: titles[code] ?? 'Error' } };
  }
}

/** Whatever is wrong with user, password, domain, project or role: Keystone does not tell which. */
export function unauthorized(): KeystoneError {
  return new KeystoneError(401, 'The request you have made requires authentication.');
}

export function expecting(attribute: string, place: string): KeystoneError {
  const blame =
    'The server could not comply with the request since it is either malformed or otherwise incorrect.';
  const message = `Expecting to find ${attribute} in ${place}. ${blame} The client is assumed to be in error.`;
  return new KeystoneError(400, message);
}
