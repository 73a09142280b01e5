import { DataStore, ERRORS, MemoryLocker, Server, Upload } from '@tus/server'
import type { Office } from '../../usecases/ports.ts'
import { beginUpload, largestUpload } from '../../usecases/uploads/begin-upload.ts'
import { finishUpload } from '../../usecases/uploads/finish-upload.ts'
import { cancelUpload, readUpload } from '../../usecases/uploads/read-uploads.ts'
import { receivePiece } from '../../usecases/uploads/receive-piece.ts'
import type { Visitor } from '../../usecases/views.ts'

/** Answers one request of the tus protocol (1.0, with creation and termination) about the files of one application. */
export type UploadDoor = (request: Request, visitor: Visitor, application: string) => Promise<Response>

/** A longer piece is kept in parts of this size, so that a line cut within it costs no more. Bytes. */
const pieceSize = 1024 * 1024

/**
 * Uploads that resume. The protocol is the library's; where the pieces lie and what becomes of a whole file are the office's
 * use cases. A server is made for each request, bound to its visitor: of other people's uploads it knows nothing.
 */
export function openUploadDoor(office: Office): UploadDoor {
  const locker = new MemoryLocker()
  return async (request, visitor, application) => {
    const server = new Server({
      path: `/applications/${application}/uploads`,
      datastore: new CaseUploads(office, visitor, application),
      locker,
      relativeLocation: true,
      maxSize: largestUpload,
      namingFunction: () => office.newId(),
      onUploadFinish: async (_request, { id }) => {
        const finished = await finishUpload(office, visitor, { application, upload: id })
        return finished.ok ? {} : { status_code: 422, body: finished.refusal.kind }
      },
      onResponseError: (_request, error) => ('status_code' in error ? error : { status_code: 500, body: 'The office could not take this.\n' }),
    })
    const answer = await server.handleWeb(request)
    // Uploads come from the office's own pages; no other site is invited.
    for (const name of [...answer.headers.keys()]) if (name.startsWith('access-control-')) answer.headers.delete(name)
    answer.headers.set('cache-control', 'no-store')
    return answer
  }
}

class CaseUploads extends DataStore {
  override extensions = ['creation', 'termination']
  readonly #office: Office
  readonly #visitor: Visitor
  readonly #application: string

  constructor(office: Office, visitor: Visitor, application: string) {
    super()
    this.#office = office
    this.#visitor = visitor
    this.#application = application
  }

  override async create(file: Upload): Promise<Upload> {
    const { requirement, filename, sha256 } = file.metadata ?? {}
    const about = { name: filename ?? '', sha256: sha256 && /^[0-9a-f]{64}$/.test(sha256) ? sha256 : null }
    const begun = await beginUpload(this.#office, this.#visitor, { id: file.id, application: this.#application, requirement: requirement ?? '', size: file.size ?? 0, about })
    if (!begun.ok) throw refusedWith(begun.refusal.kind === 'NotFound' ? 404 : 422, begun.refusal.kind)
    return file
  }

  override async getUpload(id: string): Promise<Upload> {
    const found = await readUpload(this.#office, this.#visitor, this.#place(id))
    if (!found) throw ERRORS.FILE_NOT_FOUND
    return new Upload({ id, size: found.size, offset: found.received })
  }

  /** A line that breaks off in the middle costs nothing that has come already. */
  override async write(stream: AsyncIterable<Uint8Array>, id: string, offset: number): Promise<number> {
    let at = offset
    let waiting: Uint8Array[] = []
    let length = 0
    const keep = async () => {
      const received = await receivePiece(this.#office, this.#visitor, this.#place(id), { starts: at, bytes: Buffer.concat(waiting) })
      if (!received.ok) throw received.refusal.kind === 'NotFound' ? ERRORS.FILE_NOT_FOUND : ERRORS.INVALID_OFFSET
      at = received.received
      waiting = []
      length = 0
    }
    try {
      for await (const chunk of stream) {
        waiting.push(chunk)
        length += chunk.byteLength
        if (length >= pieceSize) await keep()
      }
    } finally {
      if (length > 0) await keep()
    }
    return at
  }

  override async remove(id: string): Promise<void> {
    if (!(await cancelUpload(this.#office, this.#visitor, this.#place(id)))) throw ERRORS.FILE_NOT_FOUND
  }

  #place(upload: string): { readonly application: string; readonly upload: string } {
    return { application: this.#application, upload }
  }
}

function refusedWith(status: number, kind: string): Error {
  return Object.assign(new Error(kind), { status_code: status, body: kind })
}
