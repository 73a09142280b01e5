/** How a sealed column is opened: whose key, the place it was sealed for, and what the plain bytes are. */
export type SealedColumn = {
  /** The column that names the case whose key it is. */
  readonly of: string
  readonly aad: string
  readonly as: 'json' | 'text'
}

/** Every column of bytes in the office's tables, with how it is written in an open format. A test sees that none is forgotten. */
export const byteColumns: Readonly<Record<string, SealedColumn | 'hex' | 'left out'>> = {
  'office.answers.sealed': { of: 'application', aad: 'answers', as: 'json' },
  'office.contacts.phone': { of: 'key', aad: 'phone', as: 'text' },
  // Small pictures of scans that are documents by now, or wait for the record that brings them.
  'office.counter_documents.preview': 'left out',
  'office.counter_records.sealed': { of: 'key', aad: 'counter-record', as: 'text' },
  'office.counter_resolutions.reason': { of: 'key', aad: 'counter-reason', as: 'text' },
  'office.deliveries.address': { of: 'application', aad: 'delivery', as: 'json' },
  'office.documents.file_name': { of: 'application', aad: 'file-name', as: 'text' },
  // A small picture of a document that is exported itself.
  'office.documents.preview': 'left out',
  'office.drafts.answers': { of: 'id', aad: 'answers', as: 'json' },
  'office.events.hash': 'hex',
  'office.incoming_texts.sealed': { of: 'key', aad: 'incoming-text', as: 'json' },
  'office.permits.facts': { of: 'application', aad: 'permit-facts', as: 'json' },
  'office.permits.jws': { of: 'application', aad: 'jws', as: 'text' },
  'office.phone_codes.phone': { of: 'key', aad: 'phone', as: 'text' },
  'office.texts.sealed': { of: 'application', aad: 'text', as: 'text' },
  'office.uploads.about': { of: 'application', aad: 'upload', as: 'json' },
}

/** Keys, passwords and what lets somebody in: they open things and say nothing, and are worth nothing outside this office. */
export const secretTables: readonly string[] = [
  'office.data_keys', 'office.attempts', 'identity.account', 'identity.attempts', 'identity.passkey', 'identity.session', 'identity."twoFactor"', 'identity.verification',
]
