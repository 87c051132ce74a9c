import type { ApiTableToken } from '../api/table-types.ts'
import { timeText } from '../executions/execution-shape.ts'
import type { ListShape } from '../output/write-list.ts'

export const tokenShape: ListShape<ApiTableToken> = {
  headings: ['token', 'stands for', 'roles', 'made', 'good until'],
  cells: ({ tokenId, id, roles, createdAt, expiresAt }) => [
    tokenId,
    id ?? 'nobody signed in',
    roles.join(', '),
    timeText(createdAt),
    expiresAt === undefined ? 'it is deleted' : timeText(expiresAt),
  ],
  fields: {
    tokenId: ({ tokenId }) => tokenId,
    id: ({ id }) => id ?? '',
    roles: ({ roles }) => roles.join(' '),
    createdAt: ({ createdAt }) => createdAt,
    expiresAt: ({ expiresAt }) => expiresAt ?? '',
  },
  empty: 'There are no tokens: make one with "millrace table-token create ID".',
}
