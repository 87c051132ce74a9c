export { ImportError, type ImportNote, type ImportResult, type ImportSeverity } from './import-result.ts'
