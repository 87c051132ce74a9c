export { takesLinearTime } from './takes-linear-time.ts'
