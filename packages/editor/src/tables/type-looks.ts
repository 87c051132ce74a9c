import { Braces, Calendar, File, Hash, Link2, type LucideIcon, MapPin, Network, ToggleLeft, Type } from 'lucide-react'
import type { ColumnType } from '../model/tables/column.ts'

interface TypeLook {
  readonly name: string
  readonly icon: LucideIcon
  readonly help: string
}

/** How each type of column is called and marked. */
export const typeLooks: Readonly<Record<ColumnType, TypeLook>> = {
  string: { name: 'Text', icon: Type, help: 'string' },
  number: { name: 'Number', icon: Hash, help: 'number' },
  boolean: { name: 'Yes or no', icon: ToggleLeft, help: 'boolean' },
  date: { name: 'Date and time', icon: Calendar, help: 'date' },
  json: { name: 'JSON', icon: Braces, help: 'json: anything' },
  file: { name: 'File', icon: File, help: 'file: the handle of a file' },
  pointer: { name: 'Pointer', icon: Link2, help: 'pointer: one record of a table' },
  relation: { name: 'Relation', icon: Network, help: 'relation: any number of records of a table' },
  geoPoint: { name: 'Place', icon: MapPin, help: 'geoPoint: latitude and longitude' },
}
