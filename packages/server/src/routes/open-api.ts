import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { openApiDocument } from '../open-api/open-api-document.ts'
import { openApiPage } from '../open-api/open-api-page.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'

/** The API's description of itself, for programs and for people. `others` are the routes besides these two. */
export function openApiRoutes(settings: Settings, others: readonly Route[]): readonly Route[] {
  const document = defineRoute({
    method: 'get',
    path: '/api/v1/openapi.json',
    access: 'local',
    group: 'Server',
    summary: 'This description, as OpenAPI 3.1',
    answers: { 200: { description: 'The document.', schema: z.looseObject({ openapi: z.string() }) } },
    handle: () => jsonAnswer(200, openApiDocument(all, settings)),
  })

  const page = defineRoute({
    method: 'get',
    path: '/api/docs',
    access: 'local',
    group: 'Server',
    summary: 'This description, as a page',
    answers: { 200: { description: 'The page.', contentType: 'text/html', schema: z.string() } },
    handle: () => ({ status: 200, headers: pageHeaders, body: openApiPage(openApiDocument(all, settings)) }),
  })

  const all: readonly Route[] = [...others, document, page]
  return [document, page]
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
}
