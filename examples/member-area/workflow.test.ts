import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

const key = 'a key of thirty-two bytes or more'

function tokenOf(claims: { readonly sub?: string; readonly roles?: readonly string[] }): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const exp = Math.floor(Date.now() / 1_000) + 300
  const signed = `${part({ alg: 'HS256' })}.${part({ ...claims, exp, iss: 'https://login.example.com' })}`
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}

test('members write notes and see their own, editors see all, and over the API the same rules hold', async () => {
  const { url, send } = await startMillrace({
    workflows: 'examples/member-area',
    dataDirectory: temporaryDirectory(),
    environment: { MILLRACE_SECRET_MEMBER_KEY: key },
  })
  const schema = JSON.parse(readFileSync(new URL('tables.json', import.meta.url), 'utf8'))
  expect((await send('/api/v1/table-schema', schema)).status).toBe(200)

  const call = async (claims: Parameters<typeof tokenOf>[0], body?: object) => {
    const answer = await fetch(`${url}/webhook/members/notes`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${tokenOf(claims)}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: (await answer.json()) as { readonly notes?: readonly object[]; readonly code?: string } }
  }
  const ofAda = { text: 'Water the plants', owner: 'ada' }
  const ofBob = { text: 'Feed the cat', owner: 'bob' }
  expect((await call({ sub: 'ada' }, { text: ofAda.text })).body.notes).toEqual([ofAda])
  expect((await call({ sub: 'bob' }, { text: ofBob.text, owner: 'ada' })).body.notes).toEqual([ofBob])
  expect((await call({ sub: 'ada' })).body.notes).toEqual([ofAda])
  expect((await call({ sub: 'eve', roles: ['editor'] })).body.notes).toEqual([ofBob, ofAda])
  // A token that names nobody is nobody: it is refused, and never taken for the workflow itself.
  for (const body of [undefined, { text: 'x' }]) expect(await call({}, body)).toMatchObject({ status: 500 })

  const { token } = (await (await send('/api/v1/table-tokens', { id: 'ada' })).json()) as { readonly token: string }
  const records = await fetch(`${url}/api/v1/tables/note/records`, { headers: { authorization: `Bearer ${token}` } })
  expect(await records.json()).toMatchObject({ items: [ofAda] })
})
