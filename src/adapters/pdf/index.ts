export { renderPermit } from './permit-pdf.ts'
export type { PermitPdfInput } from './permit-pdf.ts'
export { renderReceipt } from './receipt-pdf.ts'
export type { ReceiptPdfInput } from './receipt-pdf.ts'
