import { defineRoute, type Route } from '../route.ts'

/** Whoever opens the address that the server prints finds something to read. */
export function homeRoute(): Route {
  return defineRoute({
    method: 'get',
    path: '/',
    access: 'local',
    group: 'Server',
    summary: 'Leads to the page of the API',
    answers: { 302: { description: 'To `/api/docs`.' } },
    handle: () => ({ status: 302, headers: { location: '/api/docs' }, body: null }),
  })
}
