import { ProblemError } from '../problem.ts'
import type { Settings } from '../server-ports.ts'
import { headerOf, type WebhookRequest } from '../webhook/read-trigger.ts'

/**
 * Throws when a page of another site has sent it: it would fill forms in the name of whoever looks at it. Browsers say so themselves, and
 * no page can make them say otherwise; programs say nothing, and pass.
 */
export function refuseForeignForm({ publicUrl }: Settings, request: WebhookRequest): void {
  const [site, origin, host] = ['sec-fetch-site', 'origin', 'host'].map((name) => headerOf(request, name))
  if (site === 'same-origin' || site === 'none') return
  const isOurs = origin === undefined || origin === new URL(publicUrl).origin || (URL.canParse(origin) && new URL(origin).host === host)
  if (site === undefined && isOurs) return
  throw new ProblemError('CROSS_SITE', 'A page of another site has sent this form: open the form itself.')
}
