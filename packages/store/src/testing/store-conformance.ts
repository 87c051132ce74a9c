import { describe } from 'vitest'
import { conformsInAccess } from './conforms-in-access.ts'
import { conformsInCommits } from './conforms-in-commits.ts'
import { conformsInConnections } from './conforms-in-connections.ts'
import { conformsInDraftVersions } from './conforms-in-draft-versions.ts'
import { conformsInDrafts } from './conforms-in-drafts.ts'
import { conformsInEvents } from './conforms-in-events.ts'
import { conformsInFeeds } from './conforms-in-feeds.ts'
import { conformsInFiles } from './conforms-in-files.ts'
import { conformsInKeyValues } from './conforms-in-key-values.ts'
import { conformsInLanes } from './conforms-in-lanes.ts'
import { conformsInLetters } from './conforms-in-letters.ts'
import { conformsInLists } from './conforms-in-lists.ts'
import { conformsInLogLines } from './conforms-in-log-lines.ts'
import { conformsInPolls } from './conforms-in-polls.ts'
import { conformsInRecords } from './conforms-in-records.ts'
import { conformsInRelations } from './conforms-in-relations.ts'
import { conformsInRetention } from './conforms-in-retention.ts'
import { conformsInSchedules } from './conforms-in-schedules.ts'
import { conformsInSealing } from './conforms-in-sealing.ts'
import { conformsInSearch } from './conforms-in-search.ts'
import { conformsInSettings } from './conforms-in-settings.ts'
import { conformsInStatistics } from './conforms-in-statistics.ts'
import { conformsInSweeps } from './conforms-in-sweeps.ts'
import { conformsInTableQueries } from './conforms-in-table-queries.ts'
import { conformsInTableTokens } from './conforms-in-table-tokens.ts'
import { conformsInTables } from './conforms-in-tables.ts'
import { conformsInTriggerStarts } from './conforms-in-trigger-starts.ts'
import { conformsInValues } from './conforms-in-values.ts'
import { conformsInWaits } from './conforms-in-waits.ts'
import { conformsInWorkflows } from './conforms-in-workflows.ts'
import type { OpenStore } from './with-store.ts'

/** What every adapter must do: one test for each promise of the ports. */
export function storeConformance(name: string, open: OpenStore): void {
  describe(`${name} keeps the store's contract`, () => {
    describe('commit', () => conformsInCommits(open))
    describe('list', () => conformsInLists(open))
    describe('log and feed', () => conformsInFeeds(open))
    describe('values', () => conformsInValues(open))
    describe('ownership and due times', () => conformsInSweeps(open))
    describe('signals', () => conformsInWaits(open))
    describe('lanes', () => conformsInLanes(open))
    describe('dead letters', () => conformsInLetters(open))
    describe('workflows', () => conformsInWorkflows(open))
    describe('drafts', () => conformsInDrafts(open))
    describe('drafts among the versions', () => conformsInDraftVersions(open))
    describe('key-value space', () => conformsInKeyValues(open))
    describe('connections', () => conformsInConnections(open))
    describe('files', () => conformsInFiles(open))
    describe('retention', () => conformsInRetention(open))
    describe('settings', () => conformsInSettings(open))
    describe('schedules', () => conformsInSchedules(open))
    describe('events', () => conformsInEvents(open))
    describe('starts of triggers', () => conformsInTriggerStarts(open))
    describe('polls', () => conformsInPolls(open))
    describe('search', () => conformsInSearch(open))
    describe('statistics', () => conformsInStatistics(open))
    describe('log lines', () => conformsInLogLines(open))
    describe('tables', () => conformsInTables(open))
    describe('records', () => conformsInRecords(open))
    describe('changes of relations', () => conformsInRelations(open))
    describe('table access', () => conformsInAccess(open))
    describe('table tokens', () => conformsInTableTokens(open))
    describe('table queries', () => conformsInTableQueries(open))
    describe('sealed events', () => conformsInSealing(open))
  })
}
