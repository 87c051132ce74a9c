import { expect, test } from 'vitest'
import { startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

interface Execution {
  readonly trigger: { readonly data: { readonly fields: Readonly<Record<string, unknown>> } }
}

test('a form with a certificate starts the workflow, which answers; the certificate can be read', async () => {
  const millrace = await startMillrace({ workflows: 'examples/holiday-form', dataDirectory: temporaryDirectory() })
  expect(millrace.output()).toContain(`form ${millrace.url}/form/holiday`)
  const body = new FormData()
  for (const [name, value] of Object.entries({ email: 'ada@example.com', from: '2027-03-01', days: '12', kind: 'Sick', agreed: 'yes' }))
    body.append(name, value)
  body.append('proof', new File([new Uint8Array(300_000).fill(7)], 'proof.pdf', { type: 'application/pdf' }))
  const answer = await fetch(`${millrace.url}/form/holiday`, { method: 'POST', body })
  expect([answer.status, await answer.text()]).toEqual([200, 'Your 12 days from 2027-03-01 go to the boss first.'])
  const { items } = await millrace.get<{ readonly items: readonly { readonly id: string }[] }>('/executions')
  const { trigger } = await millrace.get<Execution>(`/executions/${items[0]?.id}`)
  expect(trigger.data.fields).toMatchObject({ days: 12, agreed: true, why: null, proof: { name: 'proof.pdf', size: 300_000 } })
  const { fileId } = trigger.data.fields.proof as { readonly fileId: string }
  const file = await fetch(`${millrace.url}/api/v1/files/${fileId}`)
  expect((await file.arrayBuffer()).byteLength).toBe(300_000)
})
