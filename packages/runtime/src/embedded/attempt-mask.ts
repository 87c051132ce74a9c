import { createSecretMask, type SecretMask } from '../secrets/mask-secrets.ts'

/** Masks the secrets that an attempt has come to know so far. */
export interface AttemptMask {
  add(text: string): void
  readonly mask: SecretMask
  /** It has come to know none: what it leaves is as it is. */
  isEmpty(): boolean
}

export function createAttemptMask(): AttemptMask {
  let texts: Set<string> | undefined
  let made: SecretMask | undefined
  return {
    add(text) {
      texts ??= new Set()
      texts.add(text)
      made = undefined
    },
    mask(value) {
      if (texts === undefined) return value
      made ??= maskOf(texts)
      return made(value)
    },
    isEmpty: () => texts === undefined,
  }
}

/** Every step of a workflow masks the same secrets, and making a mask takes longer than most steps do: the last ones are kept. */
const kept = new Map<string, SecretMask>()
const mostKept = 16

function maskOf(texts: ReadonlySet<string>): SecretMask {
  const key = JSON.stringify([...texts])
  const known = kept.get(key)
  if (known !== undefined) return known
  const made = createSecretMask(texts)
  if (kept.size === mostKept) kept.clear()
  kept.set(key, made)
  return made
}
