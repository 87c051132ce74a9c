import { execFileSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { describe, expect, inject, test } from 'vitest'
import type {} from '../../packages/nodes/src/testing/services.ts'
import { runMillrace } from '../support/run-millrace.ts'
import { startMillrace } from '../support/start-millrace.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const { postgres, login } = inject('services')
const [psql = 'psql'] = globSync('/usr/lib/postgresql/*/bin/psql')

/** In a schema of its own; ends with an error at the first statement that fails. */
function run(schema: string, sql: string): string {
  const args = ['-h', '127.0.0.1', '-p', String(postgres?.port), '-U', login.user, '-d', login.database, '-qAt', '-v', 'ON_ERROR_STOP=1']
  const environment = { ...process.env, PGPASSWORD: login.password, PGOPTIONS: `-c search_path=${schema}` }
  return execFileSync(psql, args, { input: sql, encoding: 'utf8', env: environment }).trim()
}

const text = `it's "quoted" \\ back; DROP TABLE x -- \n ünï`

/** Tables with every type, a pointer, a relation, and names that are words of SQL. */
async function filled() {
  const server = await startMillrace({ workflows: 'examples/hello', dataDirectory: temporaryDirectory() })
  const post = async (path: string, body: unknown) => {
    const answer = await server.send(`/api/v1${path}`, body)
    if (!answer.ok) throw new Error(await answer.text())
    return (await answer.json()) as { id: string }
  }
  const long = 'a'.repeat(60)
  await post('/tables', {
    name: 'order',
    columns: [
      { name: 'select', type: 'string', required: true, unique: true, default: text },
      { name: 'parts', type: 'relation', table: 'order' },
      // As the table of a relation calls its record: the policies must not mix them up.
      { name: 'ownerId', type: 'string' },
    ],
    access: { read: ['owner', 'role:editor'], create: ['signed-in'], update: ['owner', 'role:editor'], delete: ['owner'] },
  })
  await post('/tables', {
    name: long,
    columns: [
      { name: 'text', type: 'string', index: true, search: true },
      { name: 'n', type: 'number', default: -0.5 },
      { name: 'flag', type: 'boolean', default: true },
      { name: 'day', type: 'date', default: '2027-03-01', index: true },
      { name: 'data', type: 'json', default: { a: [text] } },
      { name: 'doc', type: 'file' },
      { name: 'place', type: 'geoPoint' },
      { name: 'owner', type: 'pointer', table: 'order' },
      { name: 'others', type: 'relation', table: 'order' },
      { name: 'b'.repeat(60), type: 'relation', table: 'order' },
    ],
  })
  // Others that PostgreSQL would take for the same, and a column of its own.
  await post('/tables', { name: 'order_parts', columns: [{ name: 'ctid', type: 'string', unique: true }] })
  await post('/tables', { name: 'order_pkey' })
  await post('/tables/order_parts/records', { ctid: text })
  const order = await post('/tables/order/records', { select: text })
  const record = await post(`/tables/${long}/records`, {
    text,
    data: { [text]: ['\u0000', '\ud800', text] },
    place: { latitude: 1, longitude: 2 },
    owner: order.id,
  })
  const operations = [{ type: 'add-relation', table: long, id: record.id, column: 'others', targets: [order.id] }]
  await post('/table-writes', { operations })
  const more = Array.from({ length: 450 }, (_, n) => ({ type: 'insert', table: 'order', record: { select: `s${n}` } }))
  await post('/table-writes', { operations: more })
  const schema = async (...args: string[]) => (await runMillrace(['table', 'schema', '--server', server.url, ...args])).out
  return { schema, long, order, record }
}

describe.runIf(postgres)('a schema of tables', () => {
  test('loads into a real PostgreSQL with every record, and with row level security', async () => {
    const { schema, long, order, record } = await filled()
    run('public', 'DROP SCHEMA IF EXISTS plain CASCADE; CREATE SCHEMA plain; DROP SCHEMA IF EXISTS supa CASCADE; CREATE SCHEMA supa;')
    run('plain', await schema('--format', 'postgres', '--data', 'all'))
    expect(run('plain', 'SELECT count(*) FROM "order"')).toBe('451')
    expect(run('plain', `SELECT "select" = ${literal(text)} FROM "order" WHERE "id" = '${order.id}'`)).toBe('t')
    expect(
      run(
        'plain',
        `SELECT "n", "flag", "day" = '2027-03-01Z'::timestamptz, "data" -> ${literal(text)} ->> 2 = ${literal(text)} FROM "${long}"`,
      ),
    ).toBe('-0.5|t|t|t')
    expect(run('plain', `SELECT "ctid_" = ${literal(text)} FROM "order_parts"`)).toBe('t')
    const joins = run('plain', `SELECT table_name FROM information_schema.columns WHERE column_name = 'targetId' ORDER BY 1`).split('\n')
    expect(joins).toHaveLength(3)
    const links = joins.map((name) => run('plain', `SELECT "ownerId", "targetId" FROM "${name}"`)).filter((rows) => rows !== '')
    expect(links).toEqual([`${record.id}|${order.id}`])
    expect(() => run('plain', `INSERT INTO "order" ("select") VALUES (NULL)`)).toThrow()
    expect(() => run('plain', `INSERT INTO "order" ("select") VALUES ('s1')`)).toThrow()
    expect(
      run(
        'plain',
        `INSERT INTO "order" DEFAULT VALUES ON CONFLICT DO NOTHING; SELECT count(*) FROM pg_indexes WHERE schemaname = 'plain' AND tablename = '${long}'`,
      ),
    ).toBe('5')

    run('public', supabaseStub)
    run('supa', await schema('--format', 'supabase', '--data', 'sample'))
    expect(run('supa', 'SELECT count(*) FROM "order"')).toBe('10')
    const parts = run('supa', `SELECT tablename FROM pg_tables WHERE schemaname = 'supa' AND tablename LIKE 'order\\_parts\\_%'`)
    run('supa', 'GRANT USAGE ON SCHEMA supa, auth TO authenticated, anon; GRANT ALL ON ALL TABLES IN SCHEMA supa TO authenticated, anon;')
    const as = (id: string | null, sql: string, roles: readonly string[] = []) =>
      run(
        'supa',
        `SELECT set_config('request.jwt.claims', '${JSON.stringify({ sub: id, app_metadata: { roles } })}', false) \\g /dev/null
        SET ROLE ${id === null ? 'anon' : 'authenticated'}; ${sql}`,
      )
    const [ada, bob] = ['a', 'b'].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`) as [string, string]
    const count = 'SELECT count(*) FROM "order"'
    expect(as(ada, `INSERT INTO "order" ("id", "select") VALUES ('mine', 'of ada') RETURNING "owner"`)).toBe(ada)
    expect([as(ada, count), as(bob, count), as(null, count), as(bob, count, ['editor'])]).toEqual(['1', '0', '0', '11'])
    expect(as(bob, `UPDATE "order" SET "select" = 'taken' RETURNING 1`)).toBe('')
    expect(as(bob, `UPDATE "order" SET "select" = 'edited' WHERE "id" = 'mine' RETURNING 1`, ['editor'])).toBe('1')
    expect(as(bob, `DELETE FROM "order" RETURNING 1`, ['editor'])).toBe('')
    as(bob, `INSERT INTO "order" ("id", "select", "ownerId") VALUES ('his', 'of bob', 'his')`)
    for (const [who, sql, roles] of [
      [null, `INSERT INTO "order" ("select") VALUES ('x')`],
      [bob, `INSERT INTO "order" ("select", "owner") VALUES ('x', '${ada}')`],
      [bob, `UPDATE "order" SET "owner" = '${bob}' WHERE "id" = 'mine'`, ['editor']],
      [bob, `INSERT INTO "${parts}" VALUES ('mine', 'x')`],
      [ada, `INSERT INTO "${long}" DEFAULT VALUES`],
    ] as const) {
      expect([sql, errorOf(() => as(who, sql, roles))]).toEqual([sql, expect.stringMatching(/row-level security|set by itself/)])
    }
    expect(as(ada, `INSERT INTO "${parts}" VALUES ('mine', 'x') RETURNING 1`)).toBe('1')
    expect([as(bob, `SELECT count(*) FROM "${parts}"`), as(ada, `SELECT count(*) FROM "${parts}"`)]).toEqual(['0', '1'])
    expect(as(ada, `SELECT count(*) FROM "${long}"`)).toBe('0')
    expect(as(ada, `DELETE FROM "order" RETURNING 1`)).toBe('1')
    expect(run('supa', `SELECT count(*) FROM pg_tables WHERE schemaname = 'supa' AND NOT rowsecurity`)).toBe('0')
  })

  test('for PocketBase has a collection for each table, with relations by id', async () => {
    const { schema, long } = await filled()
    const collections = JSON.parse(await schema('--format', 'pocketbase'))
    expect(collections.map(({ name }: { name: string }) => name)).toEqual([long, 'order', 'order_parts', 'order_pkey'])
    const fields = Object.fromEntries(collections[0].fields.map((field: { name: string }) => [field.name, field]))
    expect(fields).toMatchObject({
      id: { type: 'text', primaryKey: true },
      owner: { type: 'relation', collectionId: collections[1].id, maxSelect: 1 },
      place: { type: 'geoPoint' },
      createdAt: { type: 'autodate', onCreate: true },
    })
    expect(collections[1].indexes[0]).toContain('CREATE UNIQUE INDEX')
  })
})

/** What Supabase brings: its roles, and who asks, by the claims of a token. */
const supabaseStub = `
DO $$ BEGIN CREATE ROLE authenticated; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE anon; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
CREATE SCHEMA IF NOT EXISTS auth;
CREATE OR REPLACE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;
CREATE OR REPLACE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT (auth.jwt() ->> 'sub')::uuid $$;
`

function errorOf(work: () => string): string {
  try {
    return work()
  } catch (error) {
    return String((error as { readonly stderr?: string }).stderr)
  }
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}
