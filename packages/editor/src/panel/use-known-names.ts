import { isJsonObject, type Json } from '@millrace/engine'
import { useQuery } from '@tanstack/react-query'
import { useContext } from 'react'
import { call } from '../api/call.ts'
import { readWorkflows } from '../api/read-workflows.ts'
import type { NameSource } from '../model/form/form-shape.ts'
import { readText } from '../model/workflow-text.ts'
import { ParamsContext } from './params-context.ts'

export interface KnownName {
  readonly name: string
  /** What it is, in a few words. */
  readonly help?: string
}

interface KnownNames {
  /** Undefined while nobody knows them: then no name is wrong. */
  readonly names: readonly KnownName[] | undefined
  /** What to say of a name that is none of them. */
  unknown(name: string): string
}

/** The names that a field can take, of what there is just now. */
export function useKnownNames(of: NameSource | undefined): KnownNames {
  const params = useContext(ParamsContext)
  const tables = useTables(of === 'table')
  const columns = useColumns(of === 'column' ? params.table : undefined)
  const inputs = useInputs(of === 'workflow-input' ? params.workflow : undefined)
  const workflows = useWorkflows(of === 'workflow')
  const nodeTypes = useNodeTypes(of === 'node-type')
  switch (of) {
    case 'table':
      return {
        names: tables.names,
        unknown: (name) => (tables.hasMore ? '' : `There is no table "${name}" yet: the first record makes it, or you do.`),
      }
    case 'column':
      return { names: columns, unknown: (name) => `The table has no column "${name}".` }
    case 'workflow':
      return { names: workflows.names, unknown: (name) => (workflows.hasMore ? '' : `No workflow "${name}" is published yet.`) }
    case 'workflow-input':
      return { names: inputs, unknown: (name) => `The workflow declares no input "${name}".` }
    case 'time-zone':
      return { names: timeZones(), unknown: () => '' }
    case 'node-type':
      return { names: nodeTypes, unknown: (name) => `There is no node type "${name}".` }
    case undefined:
      return { names: undefined, unknown: () => '' }
  }
}

/** Of very many, those that were read: of another one, nobody knows whether it is there. */
interface SomeNames {
  readonly names: readonly KnownName[] | undefined
  readonly hasMore: boolean
}

function useTables(isWanted: boolean): SomeNames {
  const { data } = useQuery({
    queryKey: ['tables', 'names'],
    queryFn: ({ signal }) => call('GET /api/v1/tables', { query: { limit: 200 }, signal }),
    enabled: isWanted,
  })
  return { names: data?.items.map(({ name }) => ({ name })), hasMore: data?.nextCursor !== undefined }
}

/** Those that every record has, and those of the table. */
function useColumns(table: Json | undefined): readonly KnownName[] | undefined {
  const { data } = useQuery({
    queryKey: ['tables', 'columns', table],
    queryFn: ({ signal }) => call('GET /api/v1/tables/{table}', { params: { table: String(table) }, signal }),
    enabled: typeof table === 'string' && table !== '' && !table.includes('{{'),
    retry: false,
  })
  return data?.columns.map(({ name, type, ...rest }) => ({
    name,
    help: 'required' in rest && rest.required === true ? `${type}, required` : type,
  }))
}

function useWorkflows(isWanted: boolean): SomeNames {
  const { data } = useQuery({ queryKey: ['workflows', 'names'], queryFn: ({ signal }) => readWorkflows('', signal), enabled: isWanted })
  const names = data?.items.map(({ id, name }) => ({ name: id, ...(name !== undefined && name !== id && { help: name }) }))
  return { names, hasMore: data?.hasMore === true }
}

function useNodeTypes(isWanted: boolean): readonly KnownName[] | undefined {
  const { data } = useQuery({
    queryKey: ['node-types', 'names'],
    queryFn: ({ signal }) => call('GET /api/v1/node-types', { signal }),
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data?.items.map(({ type, summary }) => ({ name: type, help: summary }))
}

function useInputs(workflow: Json | undefined): readonly KnownName[] | undefined {
  const { data } = useQuery({
    queryKey: ['workflows', 'inputs', workflow],
    queryFn: ({ signal }) => call('GET /api/v1/workflows/{id}', { params: { id: String(workflow) }, signal }),
    enabled: typeof workflow === 'string' && workflow !== '' && !workflow.includes('{{'),
    retry: false,
  })
  if (data === undefined) return undefined
  const { value } = readText(data.source)
  const inputs = isJsonObject(value) && isJsonObject(value.inputs) ? Object.entries(value.inputs) : []
  return inputs.map(([name, one]) => ({ name, help: isJsonObject(one) ? inputHelp(one) : String(one) }))
}

function inputHelp({ type, required }: { readonly [key: string]: Json }): string {
  return [typeof type === 'string' ? type : 'any value', ...(required === true ? ['required'] : [])].join(', ')
}

let zones: readonly KnownName[] | undefined

function timeZones(): readonly KnownName[] {
  zones ??= ['UTC', ...Intl.supportedValuesOf('timeZone')].map((name) => ({ name }))
  return zones
}
