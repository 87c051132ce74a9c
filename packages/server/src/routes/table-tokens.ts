import type { StoredTableToken } from '@millrace/store'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'
import { isoTime } from '../views/iso-time.ts'
import { pageQuery, toPage } from './page-query.ts'

const group = 'Tables'
const path = '/api/v1/table-tokens'

const role = z.string().regex(/^[\w.:-]{1,63}$/, { error: 'must be 1 to 63 letters, digits and any of _ . : -' })
const person = z
  .string()
  .min(1)
  .max(200)
  .nullable()
  .meta({ description: 'Who asks with it, as the `owner` of records. Null is nobody in particular.' })

const tableToken = z
  .object({
    tokenId: z.string().meta({ description: 'Names it without letting in.' }),
    id: person,
    roles: z.array(z.string()),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().optional().meta({ description: 'Left out, it lasts until it is revoked.' }),
  })
  .meta({ id: 'TableToken' })

/** Tokens with which an app gets at the records of tables as one of its people. */
export function tableTokenRoutes(settings: Settings): readonly Route[] {
  return [createRoute(settings), listRoute(settings), revokeRoute(settings)]
}

function createRoute({ tableTokens, clock }: Settings): Route {
  return defineRoute({
    method: 'post',
    path,
    access: 'local',
    group,
    summary: 'Make a token for the records of tables',
    description:
      'Whoever sends it as `Authorization: Bearer …` acts as this person, with these roles, under the `access` of each table. It is good for ' +
      'records and for nothing else. The token is shown in this answer only.',
    body: {
      type: 'json',
      schema: z.strictObject({
        id: person,
        roles: z.array(role).max(50).default([]),
        expiresAt: z.iso.datetime({ offset: true }).optional(),
      }),
      example: { id: 'ada', roles: ['editor'], expiresAt: '2030-01-01T00:00:00Z' },
    },
    answers: { 201: { description: 'The token.', schema: tableToken.extend({ token: z.string() }).meta({ id: 'NewTableToken' }) } },
    async handle({ body: { id, roles, expiresAt } }) {
      const end = expiresAt === undefined ? undefined : Date.parse(expiresAt)
      if (end !== undefined && end <= clock.now())
        throw new ProblemError('REQUEST_INVALID', 'body.expiresAt: is over already: name a time to come.')
      const { token, stored } = await tableTokens.create({ id, roles }, end)
      return jsonAnswer(201, { token, ...viewOf(stored) })
    },
  })
}

function listRoute({ tableTokens }: Settings): Route {
  return defineRoute({
    method: 'get',
    path,
    access: 'local',
    group,
    summary: 'List the tokens for records, without what lets in',
    query: z.strictObject(pageQuery),
    answers: {
      200: { description: 'A page of tokens.', schema: z.object({ items: z.array(tableToken), nextCursor: z.string().optional() }) },
    },
    async handle({ query }) {
      const { items, ...page } = await tableTokens.list(toPage(query))
      return jsonAnswer(200, { items: items.map(viewOf), ...page })
    },
  })
}

function revokeRoute({ tableTokens }: Settings): Route {
  return defineRoute({
    method: 'delete',
    path: `${path}/{tokenId}`,
    access: 'local',
    group,
    summary: 'Revoke a token for records',
    description: 'It is refused from now on, and live links that were opened with it end.',
    params: z.object({ tokenId: z.string() }),
    answers: { 204: { description: 'It is good for nothing any more.' }, 404: { description: 'There is no such token.' } },
    async handle({ params: { tokenId } }) {
      if (await tableTokens.revoke(tokenId)) return { status: 204, headers: {}, body: null }
      throw new ProblemError('TABLE_TOKEN_NOT_FOUND', `There is no token ${JSON.stringify(tokenId.slice(0, 80))}: GET ${path} lists them.`)
    },
  })
}

function viewOf({ id, principal, createdAt, expiresAt }: StoredTableToken) {
  return { tokenId: id, ...principal, createdAt: isoTime(createdAt), ...(expiresAt !== undefined && { expiresAt: isoTime(expiresAt) }) }
}
