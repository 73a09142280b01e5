export { stopInspection } from './inspect-pdf.ts'
export { inspectUpload } from './inspect-upload.ts'
export { InspectionBusy } from './take-turns.ts'
