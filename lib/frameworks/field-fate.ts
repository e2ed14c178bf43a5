/**
 * What Pacer does with a field of a native job. `sent`: the framework gets it. `used`: Pacer reads it and sends what it makes of it.
 * `set`: Pacer sets it, whatever was said. `dropped`: only the framework sets it, or it means nothing where Pacer drives the runs.
 */
export type FieldFate = 'sent' | 'used' | 'set' | 'dropped';
