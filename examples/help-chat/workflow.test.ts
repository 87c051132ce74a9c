import { expect, test } from 'vitest'
import { startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

interface Told {
  readonly session: string
  readonly answer: string
  readonly messages: readonly unknown[]
}

test('a chat goes on after the server was killed', async () => {
  const dataDirectory = temporaryDirectory()
  const start = () => startMillrace({ workflows: 'examples/help-chat', dataDirectory })
  const first = await start()
  const told = (await (await first.send('/chat/help', { message: 'Order 7' })).json()) as Told
  expect(told.answer).toBe('Order 7 is sent.')
  await first.end('SIGKILL')
  const second = await start()
  const next = (await (await second.send('/chat/help', { message: 'What?', session: told.session })).json()) as Told
  expect([next.session, next.answer]).toEqual([told.session, 'I know of hours and orders. This was message 2 of our chat.'])
  expect(next.messages).toHaveLength(4)
})
