/** A ULID: the time of the launch and chance, in Crockford's base 32. */
export const jobIdPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
