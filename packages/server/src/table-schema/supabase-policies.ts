import type { AccessRule, Table, TableAccess } from '@millrace/store'
import { joinsOf } from './postgres-schema.ts'
import type { SqlNames } from './sql-names.ts'
import { joinedName, sqlName } from './sql-text.ts'

// The access rules of tables as row level security. Like here, only what is read can be changed, whoever makes a row owns it, and a table
// without rules is for the service role alone.

const people = 'anon, authenticated'
const userId = '(SELECT auth.uid())::text'

/** Said at the head of the file, once. */
export const policyNote = `-- Row level security is on for every table, by the access rules that the tables had in Millrace: "anon" and "authenticated" may do what
-- these allow, and the service role everything. Roles are read from the token: { "app_metadata": { "roles": ["editor"] } }, which only
-- a server can set. Review the policies before people get in.
`

/** What the policies stand on, before the tables. */
export const keepOwnerSql = `
CREATE OR REPLACE FUNCTION "millrace_keep_owner"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user IN ('anon', 'authenticated') AND NEW."owner" IS DISTINCT FROM OLD."owner" THEN
    RAISE EXCEPTION 'The owner of a row is set by itself' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
`

export function policiesSql(table: Table, names: SqlNames): string {
  const { name, access } = table
  const joins = joinsOf(table, names).map((join) => join.name)
  const made = [name, ...joins]
  const secured = made.map((one) => `ALTER TABLE ${sqlName(one)} ENABLE ROW LEVEL SECURITY;`)
  const policies = access === undefined ? made.map(closedSql) : [...tablePolicies(name, access), ...joinPolicies(table, joins, access)]
  return [...secured, ...policies].join('\n')
}

function closedSql(name: string): string {
  return `CREATE POLICY ${sqlName(joinedName(name, 'closed'))} ON ${sqlName(name)} FOR ALL TO ${people} USING (false);`
}

function tablePolicies(name: string, access: TableAccess): readonly string[] {
  const read = allowed(access.read)
  const owned = `"owner" IS NOT DISTINCT FROM ${userId}`
  return [
    `ALTER TABLE ${sqlName(name)} ALTER COLUMN "owner" SET DEFAULT auth.uid()::text;`,
    `CREATE TRIGGER ${sqlName(joinedName(name, 'owner'))} BEFORE UPDATE ON ${sqlName(name)} FOR EACH ROW EXECUTE FUNCTION "millrace_keep_owner"();`,
    policy(name, 'read', `FOR SELECT TO ${people} USING (${read})`),
    policy(name, 'create', `FOR INSERT TO ${people} WITH CHECK ((${allowed(access.create)}) AND ${owned})`),
    policy(name, 'update', `FOR UPDATE TO ${people} USING ((${read}) AND (${allowed(access.update)}))`),
    policy(name, 'delete', `FOR DELETE TO ${people} USING ((${read}) AND (${allowed(access.delete)}))`),
  ]
}

/** A relation belongs to its record: the policies of that one's table hold in the query, too. */
function joinPolicies(table: Table, joins: readonly string[], access: TableAccess): readonly string[] {
  const of = sqlName(table.name)
  const update = allowed(access.update)
  return joins.flatMap((name) => {
    // By the names of both tables: the record may have a column "ownerId" of its own.
    const owner = (condition: string) => `EXISTS (SELECT 1 FROM ${of} WHERE ${of}."id" = ${sqlName(name)}."ownerId" AND (${condition}))`
    return [
      policy(name, 'read', `FOR SELECT TO ${people} USING (${owner('true')})`),
      policy(name, 'create', `FOR INSERT TO ${people} WITH CHECK (${owner(update)})`),
      policy(name, 'delete', `FOR DELETE TO ${people} USING (${owner(update)})`),
    ]
  })
}

function policy(table: string, action: string, rest: string): string {
  return `CREATE POLICY ${sqlName(joinedName(table, action))} ON ${sqlName(table)} ${rest};`
}

function allowed(rules: readonly AccessRule[] = []): string {
  return rules.length === 0 ? 'false' : rules.map(ruleSql).join(' OR ')
}

/** The names of roles have been checked to be words. */
function ruleSql(rule: AccessRule): string {
  switch (rule) {
    case 'anyone':
      return 'true'
    case 'signed-in':
      return `${userId} IS NOT NULL`
    case 'owner':
      return `"owner" = ${userId}`
    default:
      return `coalesce((SELECT auth.jwt()) -> 'app_metadata' -> 'roles' ? '${rule.slice('role:'.length)}', false)`
  }
}
