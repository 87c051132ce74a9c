import type { JsonObject } from '@millrace/engine'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'
import { metricAbout, readMetric } from '../tables/read-metric.ts'
import { tablePath, tablePlace } from '../tables/table-path.ts'
import { readWhere, whereOption } from '../tables/where-option.ts'

export const tableAggregate = defineCommand({
  name: 'table aggregate',
  summary: 'Counts, adds up and groups the records of a table.',
  arguments: [tablePlace, { name: 'METRIC', about: metricAbout, isRepeated: true }],
  options: {
    ...whereOption,
    'group-by': {
      type: 'text',
      value: 'COLUMNS',
      about: 'One line for each combination of their values, with commas between.',
      short: 'g',
    },
    ...listOptions,
    ...serverOption,
  },
  examples: [{ line: 'table aggregate order count total=sum:amount --group-by status', about: 'How many and how much, for each status.' }],
  async run({ args: [name = '', ...given], values, host }) {
    const [{ createApiClient }, { fieldsShape }] = await Promise.all([import('../api/api-client.ts'), import('../tables/record-shape.ts')])
    const metrics: JsonObject = Object.assign({}, ...given.map(readMetric))
    const groupBy = values['group-by']?.split(',') ?? []
    const where = readWhere(values.where)
    const query = { metrics, ...(groupBy.length > 0 && { groupBy }), ...(where !== undefined && { where }) }
    const { items } = await createApiClient(host, values.server).post<{ readonly items: readonly JsonObject[] }>(
      tablePath(name, 'aggregate'),
      query,
    )
    writeList(items, fieldsShape([...groupBy, ...Object.keys(metrics)], { empty: 'No record fits.' }), host, values)
    return exitCode.ok
  },
})
