export { ImportError, type ImportNote, type ImportResult, type ImportSeverity } from './import-result.ts'
export { importN8n } from './n8n/import-n8n.ts'
