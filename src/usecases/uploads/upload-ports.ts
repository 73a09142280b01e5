/** What the use cases of uploads in pieces read and write in a transaction. */
export type UploadTx = {
  /** With `lock`, a simultaneous piece waits. */
  upload(id: string, lock?: boolean): Promise<UploadRow | null>
  uploadsOf(application: string): Promise<readonly UploadRow[]>
  /** How many bytes of this person's uploads are announced and not finished. */
  announcedBytes(person: string): Promise<number>
  saveUpload(row: UploadRow): Promise<void>
  addPiece(upload: string, piece: UploadPiece): Promise<void>
  /** In the order of their places. */
  pieces(upload: string): Promise<readonly UploadPiece[]>
  /** The pieces are no longer needed. */
  dropPieces(upload: string): Promise<void>
  /** Forgets the uploads of an application, or those for one of its requirements. */
  dropUploads(application: string, requirement?: string): Promise<void>
}

/** Sizes and places in bytes, instants in epoch milliseconds. */
export type UploadRow = {
  readonly id: string
  readonly application: string
  readonly person: string
  readonly requirement: string
  /** Name and fingerprint of the file, sealed with the key of the case. */
  readonly about: Uint8Array
  readonly size: number
  readonly received: number
  /** `taken`, or why the whole file was not; null while it is coming in. */
  readonly outcome: string | null
  readonly startedAt: number
  readonly seenAt: number
}

export type UploadPiece = { readonly starts: number; readonly size: number; readonly ref: string }
