import type { ApiColumn, ApiTable } from '../api/table-types.ts'
import { timeText } from '../executions/execution-shape.ts'
import type { ListShape } from '../output/write-list.ts'

export const tableShape: ListShape<ApiTable> = {
  headings: ['name', 'columns', 'locked', 'changed'],
  cells: ({ name, columns, isLocked, updatedAt }) => [
    name,
    columns.map((one) => one.name).join(', '),
    isLocked ? 'yes' : 'no',
    timeText(updatedAt),
  ],
  fields: {
    name: ({ name }) => name,
    columns: ({ columns }) => columns.map((one) => one.name).join(' '),
    isLocked: ({ isLocked }) => String(isLocked),
    createdAt: ({ createdAt }) => createdAt,
    updatedAt: ({ updatedAt }) => updatedAt,
  },
  empty: 'There are no tables: make one with "millrace table create NAME COLUMN…", or simply insert a record.',
}

/** `pointer to customer, required, default 0`. */
export function columnText({ type, table, required, unique, index, search, default: given }: ApiColumn): string {
  return [
    table === undefined ? type : `${type} to ${table}`,
    ...(required ? ['required'] : []),
    ...(unique ? ['unique'] : []),
    ...(index ? ['index'] : []),
    ...(search ? ['search'] : []),
    ...(given === undefined ? [] : [`default ${JSON.stringify(given)}`]),
  ].join(', ')
}
