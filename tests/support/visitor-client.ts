/** A visitor without a browser: keeps cookies, follows nothing by itself, and sends forms as a browser would. */
export type VisitorClient = {
  readonly cookies: Map<string, string>
  get(path: string): Promise<Response>
  post(path: string, fields: Readonly<Record<string, string | readonly string[]>> | FormData): Promise<Response>
  /** Becomes one of the demo's people. */
  be(person: string): Promise<void>
}

export function openVisitor(origin: string): VisitorClient {
  const cookies = new Map<string, string>()
  const send = async (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    headers.set('origin', origin)
    headers.set('accept', 'text/html')
    const answer = await fetch(new URL(path, origin), { ...init, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', ...value] = line.split(';')[0]!.split('=')
      cookies.set(name, value.join('='))
    }
    return answer
  }
  const post: VisitorClient['post'] = (path, fields) => {
    if (fields instanceof FormData) return send(path, { method: 'POST', body: fields })
    const body = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each])))
    return send(path, { method: 'POST', body })
  }
  return {
    cookies,
    get: (path) => send(path, {}),
    post,
    be: async (person) => {
      const answer = await post('/demo', { person })
      if (answer.status !== 303) throw new Error(`Could not become ${person}: ${answer.status}`)
    },
  }
}

/** Gets a citizen of their own into the office, by a code from the demo's mail. */
export async function signUp(origin: string, email: string): Promise<VisitorClient> {
  const visitor = openVisitor(origin)
  await visitor.post('/sign-in', { email })
  for (let wait = 0; wait < 100; wait++) {
    const list = await (await visitor.get('/demo/mail')).text()
    for (const [, id] of list.matchAll(/href="\/demo\/mail\/([\w-]+)"/g)) {
      const mail = (await (await visitor.get(`/demo/mail/${id}`)).text()).replace(/<[^>]+>/g, ' ')
      const code = mail.includes(email) ? /\b(\d{6})\b/.exec(mail)?.[1] : undefined
      if (!code) continue
      const answer = await visitor.post('/sign-in/code?/enter', { code })
      if (answer.status === 303) return visitor
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`No code came to ${email}.`)
}

/** Begins a research permit; gives its id. */
export async function begin(visitor: VisitorClient): Promise<string> {
  const answer = await visitor.get('/applications/start/izin-penelitian')
  return answer.headers.get('location')?.split('/').at(-1) ?? ''
}

/** What the pages of the research permit's form are sent: dates lie in the year after this one. */
export function researchForms(): readonly (readonly [group: string, fields: Readonly<Record<string, string | readonly string[]>>])[] {
  const year = String(new Date().getUTCFullYear() + 1)
  return [
    ['applicant', { nik: '3171065203010004', name: 'Dewi Lestari', phone: '0812 3456 7890', address: 'Jl. Cikini Raya 12, Jakarta Pusat' }],
    ['institution', { institution: 'Universitas Indonesia', position: 'student', supervisor: '' }],
    ['research', { research_title: 'Antrean pelayanan terpadu satu pintu di Jakarta Pusat', field_of_study: 'Administrasi publik', purpose: 'undergraduate', method: 'Wawancara dan pengamatan di loket pelayanan.' }],
    ['places', { cities: ['3171'], 'start-day': '4', 'start-month': '1', 'start-year': year, 'end-day': '30', 'end-month': '6', 'end-year': year }],
    ['team', { members: 'Siti Rahma' }],
  ]
}

export async function upload(visitor: VisitorClient, id: string, requirement: string, bytes: Uint8Array, name: string): Promise<Response> {
  const form = new FormData()
  form.append('file', new Blob([Uint8Array.from(bytes)]), name)
  return visitor.post(`/applications/${id}/documents?/upload&requirement=${requirement}`, form)
}
