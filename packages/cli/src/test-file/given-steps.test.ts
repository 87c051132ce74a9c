import { createStandardCatalog } from '@millrace/nodes'
import { describe, expect, test } from 'vitest'
import { notGivenCode, registryWith } from './given-steps.ts'

const standard = createStandardCatalog()
const asking = standard.list().filter(({ connections = [], run }) => connections.length > 0 && run !== undefined)

describe('a node that takes a connection', () => {
  test.each(asking.map(({ type }) => type))('%s reaches nobody in a test that gives nothing for it', async (type) => {
    const node = registryWith(standard, { given: {} })
      .list()
      .find((one) => one.type === type)
    // It is refused before it sees more of its context.
    const context = { params: {}, execution: { step: 'ask' } } as unknown as Parameters<NonNullable<NonNullable<typeof node>['run']>>[0]
    await expect((async () => node?.run?.(context))()).rejects.toMatchObject({ code: notGivenCode })
  })
})
