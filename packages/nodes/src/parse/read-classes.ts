import type { Json } from '@millrace/engine'
import { FatalError } from '@millrace/kit'
import { askParse, type ParseAccess, whoseIdIsAfter } from './parse-access.ts'
import { type ParseClassPlan, planClasses } from './parse-plan.ts'

/** A class and how much is in it. */
export interface ParseClass extends ParseClassPlan {
  /** Null for a class that is left out. */
  readonly records: number | null
}

const askedAtOnce = 4

/** All classes of the server, with what becomes of them, or those that are named. Needs the master key. */
export async function readClasses(access: ParseAccess, only?: readonly string[]): Promise<readonly ParseClass[]> {
  const { results } = await askParse(access, 'schemas')
  if (!Array.isArray(results))
    throw new FatalError(`${access.serverUrl} lists no classes, as a Parse server does: check the server URL.`, { code: 'PARSE_FAILED' })
  const plans = planClasses(results as readonly Json[])
  const chosen = only === undefined ? plans : only.map((name) => offered(plans, name, access))
  const counted: ParseClass[] = []
  for (let from = 0; from < chosen.length; from += askedAtOnce) {
    const group = chosen.slice(from, from + askedAtOnce)
    counted.push(
      ...(await Promise.all(group.map(async (plan) => ({ ...plan, records: plan.isOffered ? await countOf(access, plan.class) : null })))),
    )
  }
  return counted
}

function offered(plans: readonly ParseClassPlan[], name: string, { serverUrl }: ParseAccess): ParseClassPlan {
  const plan = plans.find((one) => one.class === name)
  if (plan?.isOffered) return plan
  const names = plans.filter(({ isOffered }) => isOffered).map((one) => one.class)
  const why = plan === undefined ? `${serverUrl} has no class "${name.slice(0, 80)}"` : `Class "${name}" cannot be imported`
  throw new FatalError(`${why}: choose among ${names.slice(0, 20).join(', ')}${names.length > 20 ? ' …' : ''}.`, { code: 'PARSE_CLASS' })
}

/** With a condition, for without one Parse guesses from the statistics of its database. */
async function countOf(access: ParseAccess, className: string): Promise<number> {
  const { count } = await askParse(access, `classes/${className}`, { where: whoseIdIsAfter(''), count: 1, limit: 0 })
  return typeof count === 'number' ? count : 0
}
