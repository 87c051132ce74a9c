import { join } from 'node:path'
import { type ExecutionFilter, encodeCursor } from '@millrace/store'
import { expect, onTestFinished, test } from 'vitest'
import { type Connection, openConnection } from './connection.ts'
import { listConnectionsSql } from './connections/list-connections.ts'
import { duePatternsSql, nextPatternWakeSql } from './events/event-patterns.ts'
import { listEventsQuery } from './events/list-events.ts'
import { eventsSinceSql, oldEventsSql, undeliveredSql } from './events/sqlite-events.ts'
import { dueSql } from './executions/due-executions.ts'
import { forgottenEndSql, forgottenSql } from './executions/forgotten-executions.ts'
import { letterCountsSql, lettersQuery } from './executions/letters.ts'
import { lanesOf, stretchEndOf, walksOf } from './executions/list-walks.ts'
import { nextDueSql } from './executions/next-due.ts'
import { feedSql } from './executions/read-feed.ts'
import { logSql } from './executions/read-log.ts'
import { sleepingSql } from './executions/sleeping-executions.ts'
import { unfinishedSql } from './executions/unfinished-executions.ts'
import { waitingForEventSql, waitingForTokenSql, waitingInSql } from './executions/waiting-steps.ts'
import { filesOfExecutionSql, listFilesSql } from './files/list-files.ts'
import { giveFileSql } from './files/sqlite-files.ts'
import { aheadSql, lastAtGateSql, membersSql, queuedSql, withQueueSql } from './lanes/sqlite-lanes.ts'
import { lineStretchEnd, lineWalk } from './lines/line-walks.ts'
import { sinceSql } from './lines/sqlite-log-lines.ts'
import { migrate } from './migrate.ts'
import { duePollsSql, foundSql, listPollsSql, nextPollSql, pollsOfWorkflowSql } from './polls/sqlite-polls.ts'
import { draftsSql, dropDraftSql } from './retention/drop-drafts.ts'
import { finishedSql } from './retention/finished-executions.ts'
import { nextWorkflowSql } from './retention/workflows-with-executions.ts'
import { dueSchedulesSql, listSchedulesSql, nextWakeSql, schedulesOfWorkflowSql } from './schedules/sqlite-schedules.ts'
import { runsOfVersionsSql } from './statistics/runs-of-versions.ts'
import { allUnfinishedCountsSql, lastRunsSql, unfinishedCountsSql } from './statistics/sqlite-statistics.ts'
import { countTablesSql, findTableSql, listTablesSql } from './tables/sqlite-catalog.ts'
import { findWriteSql, forgetWritesSql } from './tables/sqlite-table-keys.ts'
import { findTokenSql, forgetTokensSql, listTokensSql } from './tables/sqlite-table-tokens.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'
import { triggerStartsSql } from './triggers/sqlite-trigger-starts.ts'
import { getValueSql } from './values/get-value.ts'
import { listValuesSql } from './values/list-values.ts'
import { purgeSql } from './values/purge-values.ts'
import { findNewestSql } from './workflows/get-workflow.ts'
import { listUnpublishedSql } from './workflows/list-unpublished.ts'
import { listVersionsSql } from './workflows/list-versions.ts'
import { listWorkflowsSql } from './workflows/list-workflows.ts'

const countOfFound =
  'CORRELATED SCALAR SUBQUERY 1; SEARCH found USING COVERING INDEX sqlite_autoindex_poll_found_1 (account=? AND workflow_id=? AND trigger_id=?)'

function openMigrated(): Connection {
  const file = join(temporaryDirectory(), 'millrace.db')
  const connection = openConnection(file)
  onTestFinished(connection.close)
  migrate(connection, file)
  return connection
}

function planOf({ database }: Connection, sql: string): string {
  const bound = sql.split('?').length - 1
  const rows = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array.from({ length: bound }, () => 1))
  return rows.map(({ detail }) => detail).join('; ')
}

const lineKey = { at: 1, position: 1, place: 1 }

const plans: Readonly<Record<string, readonly [sql: string, plan: string]>> = {
  'unpublished workflows': [
    listUnpublishedSql,
    'SEARCH workflow_version USING COVERING INDEX sqlite_autoindex_workflow_version_1 (account=?); CORRELATED SCALAR SUBQUERY 1; SEARCH workflow USING PRIMARY KEY (account=? AND id=?)',
  ],
  drafts: [draftsSql, 'SEARCH workflow_version USING COVERING INDEX workflow_version_draft ((account,id,version)>(?,?,?))'],
  'a draft that goes': [
    dropDraftSql,
    'SEARCH it USING INDEX sqlite_autoindex_workflow_version_1 (account=? AND id=? AND version=?); CORRELATED SCALAR SUBQUERY 1; SEARCH later USING COVERING INDEX sqlite_autoindex_workflow_version_1 (account=? AND id=? AND version>?); CORRELATED SCALAR SUBQUERY 2; SEARCH execution USING INDEX execution_by_version (account=? AND workflow_id=? AND workflow_version=?)',
  ],
  'log lines': [
    lineWalk('a', {}, { limit: 9 }).sql,
    'SEARCH key USING COVERING INDEX log_line_by_time (account=?); SEARCH line USING PRIMARY KEY (position=? AND place=?); SEARCH execution EXISTS USING PRIMARY KEY (account=? AND id=?)',
  ],
  'log lines behind others': [
    lineWalk('a', { from: 1 }, { after: lineKey, limit: 9 }).sql,
    'SEARCH key USING COVERING INDEX log_line_by_time (account=? AND at>? AND (at,position,place)<(?,?,?)); SEARCH line USING PRIMARY KEY (position=? AND place=?); SEARCH execution EXISTS USING PRIMARY KEY (account=? AND id=?)',
  ],
  'log lines of a workflow and level': [
    lineWalk('a', { workflowId: 'w', level: 'warn' }, { after: lineKey, downTo: lineKey, limit: 9 }).sql,
    'SEARCH key USING COVERING INDEX log_line_by_workflow (account=? AND workflow_id=? AND (at,position,place)>(?,?,?) AND (at,position,place)<(?,?,?)); SEARCH line USING PRIMARY KEY (position=? AND place=?); SEARCH execution EXISTS USING PRIMARY KEY (account=? AND id=?)',
  ],
  'the end of a stretch of log lines': [
    lineStretchEnd('a', { workflowId: 'w' }, { after: lineKey, limit: 9 }).sql,
    'SEARCH key USING COVERING INDEX log_line_by_workflow (account=? AND workflow_id=? AND (at,position,place)<(?,?,?))',
  ],
  'log lines behind a place': [
    sinceSql,
    'SEARCH log_line USING PRIMARY KEY ((position,place)>(?,?)); SEARCH execution EXISTS USING PRIMARY KEY (account=? AND id=?)',
  ],
  'starts of triggers': [triggerStartsSql, 'SEARCH trigger_start USING PRIMARY KEY (account=? AND workflow_id=?)'],
  'token of a table': [findTokenSql, 'SEARCH table_token USING PRIMARY KEY (hash=?)'],
  'tokens of tables': [listTokensSql, 'SEARCH table_token USING INDEX table_token_by_id (account=? AND id>?)'],
  'tokens that have expired': [
    forgetTokensSql,
    'SEARCH table_token USING PRIMARY KEY (hash=?); LIST SUBQUERY 1; SEARCH table_token USING COVERING INDEX table_token_by_end (expires_at<?)',
  ],
  log: [
    logSql,
    'SEARCH log USING INDEX log_by_execution (account=? AND execution_id=?); SCALAR SUBQUERY 1; SEARCH removed_log USING PRIMARY KEY (account=? AND execution_id=?)',
  ],
  feed: [
    feedSql,
    'SEARCH log USING INTEGER PRIMARY KEY (rowid>?); CORRELATED SCALAR SUBQUERY 1; SEARCH removed_log USING PRIMARY KEY (account=? AND execution_id=?)',
  ],
  due: [dueSql, 'SEARCH execution USING INDEX execution_due (due_at<?)'],
  sleeping: [sleepingSql, 'SEARCH execution USING INDEX execution_due ((due_at,account,id)>(?,?,?))'],
  nextDue: [nextDueSql, 'SEARCH execution USING INDEX execution_due (due_at>?)'],
  unfinished: [unfinishedSql, 'SEARCH execution USING INDEX execution_left (fence<?)'],
  'the end of a page of what may be forgotten': [
    forgottenEndSql,
    'SEARCH execution USING INDEX execution_left ((fence,started_at,account,id)>(?,?,?,?))',
  ],
  forgotten: [
    forgottenSql,
    'SEARCH it USING INDEX execution_left ((fence,started_at,account,id)>(?,?,?,?) AND (fence,started_at,account,id)<(?,?,?,?)); CORRELATED SCALAR SUBQUERY 1; SEARCH waiting_step USING PRIMARY KEY (account=? AND execution_id=?); CORRELATED SCALAR SUBQUERY 2; SEARCH called USING INDEX execution_by_parent (account=? AND parent_id=?)',
  ],
  'waiting for an event': [
    waitingForEventSql,
    'SEARCH waiting_step USING COVERING INDEX waiting_step_by_event (account=? AND key=? AND (since,execution_id,step)>(?,?,?))',
  ],
  'waiting for a token': [waitingForTokenSql, 'SEARCH waiting_step USING INDEX waiting_step_by_token (key=?)'],
  'waiting in an execution': [waitingInSql, 'SEARCH waiting_step USING PRIMARY KEY (account=? AND execution_id=?)'],
  'what has not ended, of a workflow': [
    unfinishedCountsSql,
    'SEARCH execution USING COVERING INDEX execution_by_workflow_and_status (account=? AND workflow_id=? AND status=?)',
  ],
  'what has not ended': [allUnfinishedCountsSql, 'SEARCH execution USING COVERING INDEX execution_by_workflow_and_status (account=?)'],
  'members of a lane': [membersSql, 'SEARCH execution USING COVERING INDEX execution_lane (account=? AND lane=? AND place=?)'],
  'the queue of a lane': [queuedSql, 'SEARCH execution USING INDEX execution_lane (account=? AND lane=? AND place=?)'],
  'how many are ahead in a lane': [
    aheadSql,
    'SCAN CONSTANT ROW; SCALAR SUBQUERY 1; SEARCH execution USING COVERING INDEX execution_lane (account=? AND lane=? AND place=? AND priority>?); SCALAR SUBQUERY 2; SEARCH execution USING COVERING INDEX execution_lane (account=? AND lane=? AND place=? AND priority=? AND queued_at<?)',
  ],
  'lanes with a queue': [withQueueSql, 'SCAN execution USING COVERING INDEX execution_lane'],
  'the last at a gate': [lastAtGateSql, 'SEARCH execution USING INDEX execution_gate (account=? AND gate=?)'],
  'a table by name': [findTableSql, 'SEARCH user_table USING INDEX user_table_by_name (account=? AND name=?)'],
  tables: [listTablesSql, 'SEARCH user_table USING INDEX user_table_by_name (account=? AND name>?)'],
  'how many tables': [countTablesSql, 'SEARCH user_table USING COVERING INDEX user_table_by_name (account=?)'],
  'a write by its key': [findWriteSql, 'SEARCH table_write USING PRIMARY KEY (account=? AND key=?)'],
  'old keys of writes': [
    forgetWritesSql,
    'SEARCH table_write USING PRIMARY KEY (account=? AND key=?); LIST SUBQUERY 2; SEARCH table_write USING COVERING INDEX table_write_by_time (at<?)',
  ],
  letters: [lettersQuery('acme', {}, { limit: 9 }).sql, 'SEARCH execution USING INDEX execution_letter (account=? AND finished_at>?)'],
  'letters of a workflow': [
    lettersQuery('acme', { workflowId: 'w', code: 'C', failedFrom: 1, failedTo: 2 }, { limit: 9 }).sql,
    'SEARCH execution USING INDEX execution_letter_by_workflow (account=? AND workflow_id=? AND finished_at>? AND finished_at<?)',
  ],
  'counts of letters': [letterCountsSql, 'SEARCH execution USING COVERING INDEX execution_letter_by_workflow (account=?)'],
  'finished executions': [
    finishedSql({ order: 'oldest-first' }),
    'SEARCH execution USING INDEX execution_by_start (account=? AND (started_at,id)>(?,?))',
  ],
  'finished executions of a workflow': [
    finishedSql({ workflowId: 'w', order: 'newest-first' }),
    'SEARCH execution USING INDEX execution_by_workflow (account=? AND workflow_id=? AND (started_at,id)<(?,?))',
  ],
  'the next workflow': [nextWorkflowSql, 'SEARCH execution USING COVERING INDEX execution_by_workflow ((account,workflow_id)>(?,?))'],
  'newest version': [
    findNewestSql,
    'SEARCH workflow USING PRIMARY KEY (account=? AND id=?); SEARCH version USING INDEX sqlite_autoindex_workflow_version_1 (account=? AND id=? AND version=?)',
  ],
  versions: [listVersionsSql, 'SEARCH workflow_version USING INDEX sqlite_autoindex_workflow_version_1 (account=? AND id=? AND version<?)'],
  workflows: [
    listWorkflowsSql,
    'SEARCH workflow USING PRIMARY KEY (account=? AND id>?); SEARCH version USING INDEX sqlite_autoindex_workflow_version_1 (account=? AND id=? AND version=?)',
  ],
  'a value': [getValueSql, 'SEARCH value USING INDEX sqlite_autoindex_value_1 (account=? AND space=? AND key=?)'],
  values: [listValuesSql, 'SEARCH value USING INDEX sqlite_autoindex_value_1 (account=? AND space=? AND key>?)'],
  'expired values': [
    purgeSql,
    'SEARCH value USING INTEGER PRIMARY KEY (rowid=?); LIST SUBQUERY 1; SEARCH value USING COVERING INDEX value_by_expiry (expires_at<?)',
  ],
  'due polls': [duePollsSql, 'SEARCH poll USING COVERING INDEX poll_by_wake (wake_at<?)'],
  'the next poll': [nextPollSql, 'SEARCH poll USING COVERING INDEX poll_by_wake (wake_at>?)'],
  polls: [listPollsSql, `SEARCH poll USING PRIMARY KEY (account=? AND (workflow_id,trigger_id)>(?,?)); ${countOfFound}`],
  'polls of a workflow': [
    pollsOfWorkflowSql,
    `SEARCH poll USING PRIMARY KEY (account=? AND workflow_id=? AND trigger_id>?); ${countOfFound}`,
  ],
  'what a poll has found': [
    foundSql,
    'SEARCH poll_found USING INDEX sqlite_autoindex_poll_found_1 (account=? AND workflow_id=? AND trigger_id=?)',
  ],
  'due schedules': [dueSchedulesSql, 'SEARCH schedule USING INDEX schedule_by_wake (wake_at<?)'],
  'the next schedule': [nextWakeSql, 'SEARCH schedule USING COVERING INDEX schedule_by_wake (wake_at>?)'],
  schedules: [listSchedulesSql, 'SEARCH schedule USING PRIMARY KEY (account=? AND (workflow_id,trigger_id)>(?,?))'],
  'schedules of a workflow': [schedulesOfWorkflowSql, 'SEARCH schedule USING PRIMARY KEY (account=? AND workflow_id=? AND trigger_id>?)'],
  'events to deliver': [
    undeliveredSql,
    'SEARCH event USING INTEGER PRIMARY KEY (rowid>?); SCALAR SUBQUERY 1; SEARCH counter USING PRIMARY KEY (name=?)',
  ],
  'events since one': [eventsSinceSql, 'SEARCH event USING INTEGER PRIMARY KEY (rowid>?)'],
  'due patterns': [duePatternsSql, 'SEARCH event_pattern USING INDEX event_pattern_by_wake (wake_at<?)'],
  'the next pattern': [nextPatternWakeSql, 'SCAN event_pattern USING COVERING INDEX event_pattern_by_wake'],
  'old events': [
    oldEventsSql,
    'CO-ROUTINE (subquery-2); SEARCH event USING INTEGER PRIMARY KEY (rowid<?); SCALAR SUBQUERY 1; SEARCH counter USING PRIMARY KEY (name=?); SCAN (subquery-2)',
  ],
  events: [listEventsQuery('acme', {}, { limit: 9 }).sql, 'SCAN event'],
  'later events': [
    listEventsQuery('acme', { namePrefix: 'a' }, { limit: 9, cursor: encodeCursor([7]) }).sql,
    'SEARCH event USING INTEGER PRIMARY KEY (rowid<?)',
  ],
  'events of a name': [
    listEventsQuery('acme', { name: 'n' }, { limit: 9 }).sql,
    'SEARCH event USING INDEX event_by_name (account=? AND name=?)',
  ],
  'events of a workflow': [
    listEventsQuery('acme', { workflowId: 'w', triggerId: 't' }, { limit: 9 }).sql,
    'SEARCH firing USING INDEX event_firing_by_workflow (account=? AND workflow_id=?); SEARCH event USING INTEGER PRIMARY KEY (rowid=?)',
  ],
  connections: [listConnectionsSql, 'SEARCH connection USING INDEX sqlite_autoindex_connection_1 (account=? AND name>?)'],
  files: [listFilesSql, 'SEARCH file USING INDEX file_by_creation (account=? AND (created_at,id)<(?,?))'],
  'files of an execution': [
    filesOfExecutionSql,
    'SEARCH file USING INDEX file_by_execution (account=? AND execution_id=? AND (created_at,id)<(?,?))',
  ],
  'giving a file': [giveFileSql, 'SEARCH file USING PRIMARY KEY (account=? AND id=?)'],
}

for (const [name, [sql, plan]] of Object.entries(plans)) {
  test(`${name} goes by its index, without a scan or a sort`, () => {
    expect(planOf(openMigrated(), sql)).toBe(plan)
  })
}

const all = { workflowId: 'w', status: ['failed', 'success'], triggerType: 'webhook', startedFrom: 1, startedTo: 9, parentId: 'p' } as const

const lists: readonly (readonly [ExecutionFilter, string])[] = [
  [{}, 'execution_by_start (account=?)'],
  [{ triggerType: 'webhook' }, 'execution_by_start (account=?)'],
  [{ status: ['success'] }, 'execution_by_start (account=?)'],
  [{ workflowId: 'w', status: ['success'] }, 'execution_by_workflow (account=? AND workflow_id=?)'],
  [{ triggerType: 'webhook', status: ['failed'] }, 'execution_by_status (account=? AND status=?)'],
  [{ startedFrom: 1, startedTo: 9 }, 'execution_by_start (account=? AND started_at>? AND started_at<?)'],
  [{ workflowId: 'w' }, 'execution_by_workflow (account=? AND workflow_id=?)'],
  [{ workflowId: 'w', startedFrom: 1 }, 'execution_by_workflow (account=? AND workflow_id=? AND started_at>?)'],
  [{ status: ['failed'] }, 'execution_by_status (account=? AND status=?)'],
  [{ workflowId: 'w', status: ['failed'] }, 'execution_by_workflow_and_status (account=? AND workflow_id=? AND status=?)'],
  [{ parentId: 'p' }, 'execution_by_parent (account=? AND parent_id=?)'],
  [{ replayOf: 'e' }, 'execution_by_replay (account=? AND replay_of=?)'],
  [all, 'execution_by_parent (account=? AND parent_id=? AND started_at>? AND started_at<?)'],
]

for (const [filter, plan] of lists) {
  test(`list by ${Object.keys(filter).join(', ') || 'nothing'} walks one index in order`, () => {
    const connection = openMigrated()
    for (const { sql } of walksOf('acme', filter, { limit: 50 }))
      expect(planOf(connection, sql)).toBe(`SEARCH execution USING INDEX ${plan}`)
  })
}

test('the last runs of several workflows are walks down their index', () => {
  const plan = planOf(openMigrated(), lastRunsSql.replaceAll(/\?\d/g, '?'))
  const bySearch = 'SEARCH execution USING INDEX execution_by_workflow (account=? AND workflow_id=? AND started_at>?)'
  expect(plan).toContain(bySearch)
  expect(plan).toContain('SEARCH execution USING COVERING INDEX execution_by_workflow (account=? AND workflow_id=?)')
  expect(plan).not.toContain('SCAN execution')
})

test('the executions of versions are counted by walks along two indexes', () => {
  const plan = planOf(openMigrated(), runsOfVersionsSql.replaceAll(/\?\d/g, '?'))
  expect(plan).toContain(
    'SEARCH execution USING INDEX execution_by_workflow (account=? AND workflow_id=? AND started_at>? AND started_at<?)',
  )
  expect(plan).toContain('SEARCH execution USING INDEX execution_by_version (account=? AND workflow_id=? AND workflow_version=?)')
  expect(plan).not.toContain('SCAN execution')
})

test('the next page starts where the last one ended, by the index', () => {
  const cursor = Buffer.from('[5,"e5"]').toString('base64url')
  const [walk] = walksOf('acme', { workflowId: 'w' }, { limit: 50, cursor })
  expect(planOf(openMigrated(), walk?.sql ?? '')).toBe(
    'SEARCH execution USING INDEX execution_by_workflow (account=? AND workflow_id=? AND (started_at,id)<(?,?))',
  )
})

for (const filter of [
  {},
  { workflowIds: ['a', 'b'] },
  { status: ['failed', 'success'] },
  { workflowId: 'w', status: ['failed'] },
] as const) {
  test(`the end of a stretch of ${JSON.stringify(filter)} is found in the index alone`, () => {
    const connection = openMigrated()
    for (const lane of lanesOf('acme', { ...filter, triggerType: 'webhook', minDurationMs: 1 })) {
      expect(planOf(connection, stretchEndOf(lane, { after: { at: 1, id: 'e' }, limit: 100 }).sql)).toMatch(
        /^SEARCH execution USING COVERING INDEX/,
      )
    }
  })
}
