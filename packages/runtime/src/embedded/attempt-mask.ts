import { createSecretMask, type SecretMask } from '../secrets/mask-secrets.ts'

/** Masks the secrets that an attempt has come to know so far. */
export interface AttemptMask {
  add(text: string): void
  readonly mask: SecretMask
}

export function createAttemptMask(): AttemptMask {
  const texts = new Set<string>()
  let made: SecretMask | undefined
  return {
    add(text) {
      texts.add(text)
      made = undefined
    },
    mask(value) {
      if (texts.size === 0) return value
      made ??= createSecretMask(texts)
      return made(value)
    },
  }
}
