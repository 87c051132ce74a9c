import { FatalError } from '@millrace/kit'

/** What can go wrong with secrets. No message ever holds a value or a key. */
export const secretsError = {
  badName: (name: string) =>
    new FatalError(`"${name}" cannot be a secret's name: use letters, digits and _, and no digit first`, { code: 'SECRET_BAD_NAME' }),

  inEnvironment: (name: string) =>
    new FatalError(`Secret "${name}" comes from the environment: change or remove MILLRACE_SECRET_${name} there`, {
      code: 'SECRET_IN_ENVIRONMENT',
    }),

  noFile: (name: string) =>
    new FatalError(
      `Secret "${name}" cannot be stored: there is no data directory. Set MILLRACE_SECRET_${name} in the environment instead`,
      {
        code: 'SECRETS_READ_ONLY',
      },
    ),

  unreadableFile: (variable: string, path: string, cause: unknown) =>
    new FatalError(`${variable} names the file ${path}, which cannot be read: check the path and its permissions`, {
      code: 'SECRETS_FILE_UNREADABLE',
      cause,
    }),

  badKey: (source: string) =>
    new FatalError(`${source} is not an encryption key: it must be 32 bytes as base64 or as 64 hex digits (openssl rand -base64 32)`, {
      code: 'SECRETS_BAD_KEY',
    }),

  wrongKey: (file: string, expected: string, given: string | undefined) =>
    new FatalError(
      `${file} is encrypted with the key ${expected}, but ${given === undefined ? 'there is no key' : `the key given is ${given}`}: ` +
        'set MILLRACE_ENCRYPTION_KEY to the right one or put back the encryption.key that lay beside the file',
      { code: 'SECRETS_WRONG_KEY' },
    ),

  tampered: (file: string, what: string) =>
    new FatalError(`${file} was changed or damaged (${what}): restore it from a backup, or delete it and set the secrets again`, {
      code: 'SECRETS_TAMPERED',
    }),
}
