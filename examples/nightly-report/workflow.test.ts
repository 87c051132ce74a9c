import { expect, test } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { startSmtpService } from '../../e2e/support/smtp-service.ts'
import { startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

interface Execution {
  readonly status: string
}

test('what was sold is mailed as a list, and before the first sale nothing is', async () => {
  const { port, messages } = await startSmtpService()
  const { send, get } = await startMillrace({
    workflows: 'examples/nightly-report',
    dataDirectory: temporaryDirectory(),
    environment: {
      MILLRACE_CONNECTION_OFFICE_MAIL: JSON.stringify({ type: 'smtp', host: '127.0.0.1', port, security: 'none' }),
      MILLRACE_EGRESS_ALLOW: '127.0.0.0/8',
    },
  })
  async function report(triggerId: string): Promise<void> {
    const answer = await send(`/api/v1/schedules/nightly_report/${triggerId}/run`, {})
    const { executionId } = (await answer.json()) as { readonly executionId: string }
    await eventually('the report is done', async () => {
      const { status } = await get<Execution>(`/executions/${executionId}`)
      return status === 'success' ? true : undefined
    })
  }

  await report('nightly')
  expect(messages).toEqual([])
  for (const [product, amount, price] of [
    ['pen', 3, 1.5],
    ['=ink', 1, 12],
    ['pen', 1, 1.5],
  ] as const) {
    expect((await send('/webhook/sold', { product, amount, price })).status).toBe(200)
  }
  await report('nightly')
  expect(messages).toHaveLength(1)
  expect(messages[0]).toContain('Subject: 2 products sold, since yesterday')
  const [, attached = ''] = /filename=sales\.csv[\s\S]*?\n\n([A-Za-z0-9+/=\n]+?)\n-{2}/.exec(messages[0] ?? '') ?? []
  const csv = attached.startsWith('product') ? attached : Buffer.from(attached, 'base64').toString()
  expect(csv).toBe("product,sold,total\n'=ink,1,12\npen,4,6\n")
  await report('weekly')
  expect(messages[1]).toContain('Subject: 2 products sold, within 7 days')
})
