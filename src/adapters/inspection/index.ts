export { inspectUpload } from './inspect-upload.ts'
export { stopInspection } from './pdf-reader.ts'
