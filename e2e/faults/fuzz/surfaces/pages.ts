import type { Random } from '../../support/random.ts'
import { evilTexts } from '../evil.ts'
import type { FuzzRequest } from '../fuzz-request.ts'
import { hostileBody, hostileHeaders } from './webhooks.ts'

const paths = [
  '/form/sign-up',
  '/form/sign-up',
  '/chat/help',
  '/chat/help',
  '/form',
  '/form/',
  '/form/x',
  '/chat/',
  '/chat/help/x',
  '/FORM/sign-up',
]

/** Requests to the pages that Millrace serves to people, whose body is what a form sends, nearly that, or anything else. */
export function pageRequest(random: Random): FuzzRequest {
  const isForm = random.next() < 0.5
  const headers = hostileHeaders(random)
  return {
    method: random.pick(['POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']),
    target: random.pick(paths),
    headers: isForm
      ? [['content-type', 'application/x-www-form-urlencoded'], ...headers.filter(([name]) => name !== 'content-type')]
      : headers,
    body: isForm ? Buffer.from(formText(random)) : hostileBody(random),
  }
}

const names = ['email', 'count', 'why', 'proof', 'message', 'history', 'session', 'a', '__proto__', 'constructor', '']

function formText(random: Random): string {
  const value = () => random.pick([() => 'ada@example.com', () => '3', () => '1e400', () => random.pick(evilTexts).slice(0, 500)])()
  const fields = Array.from({ length: random.below(8) }, () => [random.pick(names), value().toWellFormed()])
  return new URLSearchParams(fields as [string, string][]).toString()
}
