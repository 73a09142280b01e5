import type { ExportedAll } from './export-all.ts'

/** What whoever opens an export reads first. */
export function readmeOfExport({ tables, documents, erased, missing }: ExportedAll, now: number): string {
  const rows = Object.entries(tables).map(([table, count]) => `  ${String(count).padStart(10)}  ${table}`)
  return `EKSPOR KANTOR SATU PINTU / EXPORT OF A SATU PINTU OFFICE
${new Date(now).toISOString()}

PERINGATAN: folder ini berisi DATA PRIBADI TANPA ENKRIPSI (nama, NIK, alamat, dokumen). UU 27/2022 tentang Pelindungan Data
Pribadi tetap berlaku. Simpan di tempat terkunci, jangan kirim lewat surel atau pesan, dan hapus setelah selesai dipakai.

WARNING: this folder holds PERSONAL DATA WITHOUT ENCRYPTION (names, national identity numbers, addresses, documents). The law on
personal data (UU 27/2022) goes on to hold. Keep it locked away, don't send it by mail or message, delete it when you are done.

tables/*.jsonl    satu baris JSON per baris tabel, persis / one JSON object a row, exact; UTF-8
tables/*.csv      sama, untuk lembar kerja / the same for a spreadsheet (RFC 4180). A value that begins like a formula has a ' before it.
documents/        dokumen pemohon, per permohonan / applicants' documents, by application (its id is in tables/office.cases)
permits/          izin yang ditandatangani / signed permits (PDF)

office.events is the record: "canonical" is each event in RFC 8785 JSON, "hash" is SHA-256 over a zero byte and that text
(RFC 6962, 2.1). Times are ISO 8601 in UTC, days are YYYY-MM-DD. office.service_versions holds each permit's own form, process
(BPMN 2.0) and decisions (DMN) as files. Bookings and tickets stand under their own tables.

Left out: passwords, sessions, second factors, passkeys and keys. They open things and say nothing.
Erased persons: ${erased} (their answers and documents are gone for good, and stand here as null).
Documents that could not be exported because the person was erased or the file is gone: ${missing}.

${documents} documents and permits, and these rows:
${rows.join('\n')}
`
}
