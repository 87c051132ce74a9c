import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkout } from '../../e2e/support/checkout.ts'
import { eventually } from '../../e2e/support/eventually.ts'
import { startSmtpService } from '../../e2e/support/smtp-service.ts'
import { startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

const secret = 'whsec_a-secret-of-the-test'
const event = JSON.parse(readFileSync(join(checkout, 'examples/stripe-payment/event.json'), 'utf8'))

interface Page {
  readonly items: readonly { readonly id: string; readonly status: string }[]
}

interface Records {
  readonly items: readonly { readonly payment: string; readonly amount: number; readonly state?: string }[]
}

async function startWithMail() {
  const { port, messages } = await startSmtpService()
  const millrace = await startMillrace({
    workflows: 'examples/stripe-payment',
    dataDirectory: temporaryDirectory(),
    environment: {
      MILLRACE_SECRET_STRIPE_WEBHOOK_SECRET: secret,
      MILLRACE_CONNECTION_OFFICE_MAIL: JSON.stringify({ type: 'smtp', host: '127.0.0.1', port, security: 'none' }),
      MILLRACE_EGRESS_ALLOW: '127.0.0.0/8',
    },
  })
  /** As Stripe sends it: https://docs.stripe.com/webhooks#verify-manually */
  function deliver(payment: object, { id = 'evt_1', ageSeconds = 0, type = event.type, key = secret } = {}): Promise<Response> {
    const body = JSON.stringify({ ...event, id, type, data: { object: { ...event.data.object, ...payment } } }, null, 2)
    const time = Math.floor(Date.now() / 1000) - ageSeconds
    const signature = createHmac('sha256', key).update(`${time}.${body}`).digest('hex')
    return fetch(`${millrace.url}/webhook/stripe`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': `t=${time},v1=${signature},v0=${'0'.repeat(64)}`,
      },
      body,
    })
  }
  const ended = (count: number) =>
    eventually(`${count} executions have succeeded`, async () => {
      const { items } = await millrace.get<Page>('/executions?status=success')
      return items.length === count ? true : undefined
    })
  const payments = async () => (await millrace.get<Records>('/tables/payment/records')).items
  return { ...millrace, messages, deliver, ended, payments }
}

test('a payment is booked once and thanked for once, however often Stripe tells of it', async () => {
  const { deliver, ended, payments, messages, get } = await startWithMail()
  for (const [payment, options] of [
    [{}, { key: 'whsec_of_somebody_else' }],
    [{}, { ageSeconds: 301 }],
    [{}, { ageSeconds: -301 }],
  ] as const) {
    expect((await deliver(payment, options)).status).toBe(401)
  }
  expect((await get<Page>('/executions')).items).toEqual([])

  const first = await deliver({})
  expect(first.status).toBe(202)
  await ended(1)
  const { executionId } = (await first.json()) as { readonly executionId: string }
  expect(await (await deliver({})).json()).toMatchObject({ executionId })
  expect((await deliver({}, { id: 'evt_2' })).status).toBe(202)
  expect((await deliver({ amount_received: 250_000 }, { id: 'evt_3', type: 'charge.updated' })).status).toBe(202)
  await ended(3)
  expect(await payments()).toMatchObject([{ payment: event.data.object.id, amount: 4900, currency: 'eur', state: 'accepted' }])
  expect(messages).toHaveLength(1)
  expect(messages[0]).toContain('To: ada@example.com')
  expect(messages[0]).toContain('Subject: Thank you: 49 EUR')
})

test('a large payment waits for a person, and is held when the person says no', async () => {
  const { url, deliver, ended, payments, messages } = await startWithMail()
  await deliver({ id: 'pi_large', amount_received: 250_000, receipt_email: null })
  await deliver({ id: 'pi_larger', amount_received: 330_050 }, { id: 'evt_2' })
  const asked = await eventually('the person is asked twice', async () => (messages.length === 2 ? [...messages].sort() : undefined))
  expect(asked.map((message) => /^Subject: (.+)$/m.exec(message)?.[1])).toEqual([
    '2500 EUR came in: is that right?',
    '3300.5 EUR came in: is that right?',
  ])
  expect((await payments()).map(({ state }) => state)).not.toContain('accepted')
  for (const [message, decision] of [
    [asked[0], 'rejected'],
    [asked[1], 'approved'],
  ] as const) {
    const path = /\/webhook-waiting\/[\w-]{43}/.exec(withoutSoftBreaks(message ?? ''))?.[0]
    const answer = await eventually(`${decision} is taken`, async () => {
      const taken = await fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams({ decision }) })
      return taken.status === 200 ? taken : undefined
    })
    expect(answer.status).toBe(200)
  }
  await ended(2)
  const states = Object.fromEntries((await payments()).map(({ payment, state }) => [payment, state]))
  expect(states).toEqual({ pi_large: 'held', pi_larger: 'accepted' })
  expect(messages).toHaveLength(3)
  expect(messages[2]).toContain('Subject: Thank you: 3300.5 EUR')
})

/** Of quoted-printable text. */
function withoutSoftBreaks(message: string): string {
  return message.replaceAll('=\n', '')
}
