import { type HiddenValues, type JsonObject, type StepRun, waitingStep } from '@millrace/engine'
import { FatalError } from '@millrace/kit'
import type { RuntimePorts } from '../ports.ts'
import type { Attempt } from './attempt.ts'

/** What an attempt's expressions may read and nobody may record. */
export interface Hidden {
  readonly values: HiddenValues
  /** Each text that must be masked in whatever the attempt leaves. */
  readonly texts: readonly string[]
}

/** Whether any step of the workflow reads such a value. If one does, what any step leaves may hold it. */
export function readsHidden({ uses: { secrets, waiting } }: Attempt['plan']): boolean {
  return secrets.length > 0 || waiting.length > 0
}

interface SecretReader extends Pick<Attempt, 'account' | 'plan'> {
  readonly ports: Pick<RuntimePorts, 'secrets'>
}

export async function readHidden(attempt: Attempt): Promise<Hidden> {
  const secrets = await readSecrets(attempt)
  const addresses = addressesFrom(attempt)
  const waiting = Object.fromEntries(addresses.map(({ node, token }) => [node, addressView(attempt.ports.addresses.urlOf(token), token)]))
  return { values: { secrets, waiting }, texts: [...Object.values(secrets), ...addresses.map(({ token }) => token)] }
}

/** What expressions find of an address. The two for a decision open the same page; only the button that is meant comes first. */
function addressView(url: string, token: string): JsonObject {
  return { url, token, approveUrl: `${url}?decision=approved`, rejectUrl: `${url}?decision=rejected` }
}

/** The secrets that the workflow names, as far as they are set. */
export async function readSecrets({ ports, account, plan }: SecretReader): Promise<Record<string, string>> {
  const found: Record<string, string> = Object.create(null)
  for (const name of plan.uses.secrets) {
    const value = await ports.secrets.get(account, name)
    if (value !== undefined) found[name] = value
  }
  return found
}

/** The tokens of the addresses that can be seen from the step. */
function addressesFrom({ ports, account, plan, state, step }: Attempt): readonly { readonly node: string; readonly token: string }[] {
  return plan.uses.waiting.flatMap((node) => {
    const path = waitingStep(plan, step, node)
    return path === undefined ? [] : [{ node, token: ports.addresses.tokenOf({ account, executionId: state.executionId, step: path }) }]
  })
}

/** A secret that the step names and nobody has set is said by name, before the expression that reads it fails. */
export function requireSecrets(step: StepRun, { secrets = {} }: HiddenValues): void {
  for (const { root, path } of step.node.params.references) {
    const name = path[0]
    if (root !== 'secrets' || name === undefined || name in secrets) continue
    throw new FatalError(`There is no secret ${name}: set it with "millrace secret set ${name}" or MILLRACE_SECRET_${name}.`, {
      code: 'SECRET_MISSING',
    })
  }
}
