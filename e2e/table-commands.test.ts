import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runMillrace } from './support/run-millrace.ts'
import { startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

async function opened() {
  const server = await startMillrace({ workflows: 'examples/hello', dataDirectory: temporaryDirectory() })
  const table = (...args: string[]) => runMillrace(['table', ...args, '--server', server.url])
  const fine = async (...args: string[]) => {
    const ended = await table(...args)
    expect(ended.code, `${args.join(' ')}: ${ended.err}`).toBe(0)
    return ended
  }
  return { server, table, fine }
}

describe('tables on the command line', () => {
  test('are made, filled, asked, changed and deleted', async () => {
    const { table, fine } = await opened()
    await fine('create', 'customer', 'email:string:required:unique', 'age:number', '--locked')
    const made = JSON.parse((await fine('insert', 'customer', '{"email":"ada@example.com","age":36}')).out)
    await fine('insert', 'customer', '[{"email":"b@x","age":1},{"email":"c@x","age":2}]')
    expect((await fine('list')).out).toMatch(/customer +email, age +yes/)
    expect((await fine('show', 'customer')).out).toMatch(/3 records, locked\n +email +string, required, unique/)
    expect(
      (await fine('records', 'customer', '--where', '{"age":{"lessThan":9}}', '--sort', '-age', '--select', 'email', '-o', 'csv')).out,
    ).toMatch(/^id,email\r\n[0-9a-f]{24},c@x\r\n[0-9a-f]{24},b@x\r\n$/)
    expect(JSON.parse((await fine('records', 'customer', '-n', '1', '--json')).out)).toEqual([made])
    expect(JSON.parse((await fine('update', 'customer', '{"age":37}', made.id)).out)).toMatchObject({ age: 37 })
    expect(JSON.parse((await fine('get', 'customer', made.id)).out)).toMatchObject({ email: 'ada@example.com', age: 37 })
    await fine('update', 'customer', '{"age":5}', '--where', '{"age":{"lessThan":9}}', '--yes')
    expect((await fine('aggregate', 'customer', 'count', 'total=sum:age', '-g', 'age', '-o', 'csv')).out).toBe(
      'age,count,total\r\n5,2,10\r\n37,1,37\r\n',
    )
    expect((await fine('count', 'customer', '--where', '{"age":5}')).out).toBe('2\n')
    expect(await table('remove', 'customer', '--where', '{"age":5}')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Delete 2 records'),
    })
    await fine('remove', 'customer', '--where', '{"age":5}', '--yes')
    await fine('remove', 'customer', made.id)
    expect((await fine('count', 'customer')).out).toBe('0\n')
    expect(await table('delete', 'customer')).toMatchObject({ code: 2, err: expect.stringContaining('add --yes') })
    await fine('delete', 'customer', '--yes')
    expect(await table('show', 'customer')).toMatchObject({ code: 3, err: expect.stringContaining('no table "customer"') })
  })

  test('get access rules, and tokens for those who go by them', async () => {
    const { server, fine, table } = await opened()
    const token = (...args: string[]) => runMillrace(['table-token', ...args, '--server', server.url])
    await fine('create', 'note', 'text', '--allow', 'read=owner,role:editor', '--allow', 'create=signed-in')
    expect((await fine('show', 'note')).out).toMatch(/owner +string, index\n +may read +owner, role:editor\n +may create +signed-in/)
    const made = JSON.parse((await token('create', 'ada', '--role', 'editor', '--ttl', '1h', '--json')).out)
    const ask = (path: string) => fetch(`${server.url}/api/v1${path}`, { headers: { authorization: `Bearer ${made.token}` } })
    expect((await ask('/tables/note/records')).status).toBe(200)
    expect((await ask('/workflows')).status).toBe(403)
    expect((await token('list')).out).toMatch(/ada +editor/)
    expect((await token('delete', made.tokenId)).code).toBe(0)
    expect((await ask('/tables/note/records')).status).toBe(401)
    expect(await token('delete', made.tokenId)).toMatchObject({ code: 3 })
    expect(await token('create')).toMatchObject({ code: 2, err: expect.stringContaining('--not-signed-in') })
    expect(await table('change', 'note', '--allow', 'read=everybody')).toMatchObject({ err: expect.stringContaining('anyone') })
    expect(await table('change', 'note', '--allow', 'look=anyone')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--allow read='),
    })
    await fine('change', 'note', '--close')
    expect((await fine('show', 'note')).out).not.toContain('may read')
  })

  test('say what a change would lose before it is made', async () => {
    const { table, fine } = await opened()
    await fine('insert', 't', '[{"code":"7","note":"x"},{"code":"seven","note":"x"}]')
    const change = ['change', 't', '--retype', 'code=number', '--add', 'more:boolean:default=true', '--rename', 'note=remark'] as const
    const previewed = await fine(...change, '--preview')
    expect(previewed).toMatchObject({ err: expect.stringContaining('"seven"'), out: expect.stringMatching(/code +number/) })
    expect((await fine('show', 't')).out).toMatch(/code +string/)
    expect(await table(...change)).toMatchObject({ code: 2, err: expect.stringContaining('lose these values') })
    await fine(...change, '--yes')
    expect((await fine('show', 't')).out).toMatch(/code +number\n +remark +string\n +more +boolean, default true/)
    expect(await table('change', 't', '--set', 'remark:unique', '--yes')).toMatchObject({ code: 1, err: expect.stringContaining('mend') })
    expect(await table('change', 't')).toMatchObject({ code: 2 })
  })

  test('are exported and imported as they are, and wrong lines are told', async () => {
    const { table, fine } = await opened()
    const file = (name: string) => join(temporaryDirectory(), name)
    const orders = file('orders.csv')
    await writeFile(orders, 'number,status,amount\nA1,open,2.50\nA2,paid,10\n')
    const tried = await fine('import', 'order', orders, '--dry-run')
    expect(tried.err).toMatch(/number +string\n +status +string\n +amount +number\n2 records would be imported/)
    await fine('create', 'order', 'number:string:unique', 'status', 'amount:number')
    await fine('import', 'order', orders)
    const copy = file('copy.ndjson')
    await fine('export', 'order', '--to', copy)
    expect(
      (await readFile(copy, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ amount: 2.5 }, { amount: 10 }])
    expect((await fine('import', 'order', copy, '--key', 'number')).err).toContain('Added: 0. Updated: 2.')
    await writeFile(orders, 'Number;Order status;id\nA5;open;7\n')
    const renamed = await fine('import', 'other', orders, '--rename', 'id=sap_id')
    expect(renamed.err).toMatch(
      /Number +string\n +Order_status +string\n +sap_id +number\n"Order status" of the file is column Order_status/,
    )
    await writeFile(orders, 'number,status,amount\nA3,open,many\nA4,open,1\n')
    expect(await table('import', 'order', orders)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/Nothing was imported.*\n.*Line 2: .*"many"/),
    })
    expect(await table('import', 'order', orders, '--skip-wrong')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Added: 1. Updated: 0. Left out: 1.'),
    })
    expect((await fine('export', 'order', '--where', '{"number":"A4"}')).out).toMatch(
      /^id,number,status,amount,createdAt,updatedAt\r\n\w+,A4,open,1,/,
    )
  })

  test('of more than one transaction are taken back when a line is refused in the end', async () => {
    const { table, fine } = await opened()
    await fine('create', 't', 'k:string:unique', 'u:number:unique')
    const file = join(temporaryDirectory(), 'many.ndjson')
    // With a key, who shares what is known only when it is written.
    const lines = Array.from({ length: 10_500 }, (_, index) => `{"k":"${index}","u":${index === 10_400 ? 3 : index},"new":1}\n`)
    await writeFile(file, lines.join(''))
    const refused = await table('import', 't', file, '--key', 'k')
    expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/"u" is unique.*in lines 10001 to 10500/) })
    expect((await fine('show', 't')).out).toMatch(/^t: 0 records.*\n +k +string, unique\n +u +number, unique\n$/)
  })

  test('move to another instance by their schema', async () => {
    const from = await opened()
    const file = join(temporaryDirectory(), 'schema.json')
    await from.fine('create', 'tag', 'name:string:unique')
    await from.fine('create', 'post', 'title:string:required', 'author:pointer:table=person', 'tags:relation:table=tag')
    const tag = JSON.parse((await from.fine('insert', 'tag', '{"name":"new"}')).out)
    const { id } = JSON.parse((await from.fine('insert', 'post', '{"title":"Hello"}')).out)
    await from.server.send('/api/v1/table-writes', {
      operations: [{ type: 'add-relation', table: 'post', id, column: 'tags', targets: [tag.id] }],
    })
    const post = JSON.parse((await from.fine('get', 'post', id)).out)
    await from.fine('schema', '--data', 'all', '--to', file)
    const to = await opened()
    expect((await to.fine('schema', '--apply', file, '--preview')).err).toContain('post: is made (title, author, tags)')
    expect((await to.fine('schema', '--apply', file)).err).toContain('Records: 2.')
    expect(JSON.parse((await to.fine('get', 'post', id, '--include', 'tags')).out)).toEqual({ ...post, tags: [tag] })
    expect((await to.fine('schema', '--apply', file)).err).toContain('post: is there already')
    await to.fine('change', 'post', '--drop', 'title', '--add', 'title:number', '--yes')
    expect(await to.table('schema', '--apply', file)).toMatchObject({ code: 1, err: expect.stringContaining('title is of another type') })
  })
})
