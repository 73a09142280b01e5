// Uploads that survive a bad line, where there is script; without it the same forms are sent as they are. A small client
// of the tus protocol (https://tus.io, 1.0): a file goes in pieces that grow while the line is good and shrink when it breaks,
// and goes on where it stood after a cut, a reload or a restart of the office.
const most = 20 * 1024 * 1024
const pieces = { least: 16 * 1024, most: 1024 * 1024 }
const tus = { 'tus-resumable': '1.0.0' }
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

addEventListener('submit', async (event) => {
  const form = event.target
  if (!form.dataset.upload) return
  event.preventDefault()
  const [chosen] = form.elements.file.files
  if (form.dataset.sending) return
  if (!chosen) return say(form, 'empty')
  form.dataset.sending = '1'
  try {
    await send(form, chosen)
  } finally {
    delete form.dataset.sending
  }
})

async function send(form, chosen) {
  const file = await smaller(chosen)
  if (file.size > most) return say(form, 'tooLarge')
  const shown = show(form, file.size)
  try {
    const upload = { form, file, sha256: await fingerprint(file), shown, piece: 4 * pieces.least }
    await goThrough(upload)
    if (!shown.stop.signal.aborted) await renew(form.dataset.requirement)
  } finally {
    shown.end()
  }
}

// Ends when the office has judged the whole file, or the person broke it off.
async function goThrough(upload) {
  const { form, file, shown, sha256 } = upload
  let address = form.dataset.fingerprint === sha256 && sha256 ? form.dataset.going : null
  let refused = 0
  let at = address ? await standing(upload, address) : null
  while (!shown.stop.signal.aborted) {
    if (at === null) {
      const about = { requirement: form.dataset.requirement, filename: file.name, ...(sha256 && { sha256 }) }
      const begun = await knock(upload, form.dataset.upload, { method: 'POST', headers: { 'upload-length': file.size, 'upload-metadata': metadata(about) } })
      if (!begun) return
      // What the office will not take this way it judges as an ordinary form, which says why.
      if (begun.status !== 201) return form.submit()
      address = begun.headers.get('location')
      at = 0
      shown.cancel.onclick = () => shown.stop.abort(knock({ shown: quiet }, address, { method: 'DELETE' }))
    }
    shown.tell(at)
    const began = Date.now()
    const body = file.slice(at, at + upload.piece)
    const answer = await knock(upload, address, { method: 'PATCH', headers: { 'upload-offset': at, 'content-type': 'application/offset+octet-stream' }, body }, 1)
    if (answer?.ok || answer?.status === 422) {
      if (at + body.size >= file.size) return
      at = Number(answer.headers.get('upload-offset'))
      upload.piece = Math.min(pieces.most, Date.now() - began < 3000 ? upload.piece * 2 : upload.piece)
    } else {
      // Not a fault of the line, again and again: the ordinary form says what is wrong.
      if (answer && answer.status !== 409 && ++refused > 3) return form.submit()
      upload.piece = Math.max(pieces.least, upload.piece / 4)
      at = await standing(upload, address)
    }
  }
}

// How much of it the office has, once the line is back; null when it has forgotten the upload.
async function standing(upload, address) {
  const answer = await knock(upload, address, { method: 'HEAD' })
  return answer?.ok ? Number(answer.headers.get('upload-offset')) : null
}

// Asks until there is an answer that is not a fault of line or office; at most `tries` times when that is said.
async function knock({ shown }, address, request, tries = Infinity) {
  for (let wait = 500, tried = 0; !shown.stop.signal.aborted && tried < tries; tried++, wait = Math.min(wait * 2, 20_000)) {
    const answer = await fetch(address, { ...request, headers: { ...tus, ...request.headers }, signal: shown.stop.signal }).catch(() => null)
    shown.away(!answer || answer.status >= 500)
    if (answer && answer.status < 500) return answer
    await Promise.race([pause(wait), new Promise((resolve) => addEventListener('online', resolve, { once: true }))])
  }
  return null
}
const quiet = { stop: new AbortController(), away: () => {} }

// A photo of more than a sheet needs: 2,400 pixels on its long side are 200 to the inch of A4, which small print needs to
// be read. Whatever goes wrong, the file stays as it is.
async function smaller(file) {
  if (!/^image\/(jpeg|png)$/.test(file.type) || file.size < 1024 * 1024) return file
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, 2400 / Math.max(picture.width, picture.height))
    const canvas = Object.assign(document.createElement('canvas'), { width: picture.width * scale, height: picture.height * scale })
    const draw = canvas.getContext('2d')
    draw.imageSmoothingQuality = 'high'
    draw.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85))
    return blob && blob.size < file.size * 0.8 ? new File([blob], file.name.replace(/\.png$/i, '.jpg'), { type: blob.type }) : file
  } catch {
    return file
  }
}

async function fingerprint(file) {
  const digest = await globalThis.crypto?.subtle?.digest('SHA-256', await file.arrayBuffer()).catch(() => null)
  return digest ? [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('') : ''
}

const metadata = (about) => Object.entries(about).map(([key, value]) => `${key} ${btoa(String.fromCharCode(...new TextEncoder().encode(value)))}`).join(',')

// Total and remaining, a word when the line is away, and a button that breaks it off.
function show(form, total) {
  const words = document.getElementById('upload-words').dataset
  const make = (tag, facts) => box.appendChild(Object.assign(document.createElement(tag), facts))
  const box = form.appendChild(Object.assign(document.createElement('div'), { className: 'upload' }))
  const bar = make('progress', { max: total, value: 0, ariaLabel: words.label })
  const line = make('p', { className: 'quiet' })
  const away = make('p', { role: 'status' })
  const cancel = make('button', { className: 'link-button', type: 'button', textContent: words.cancel })
  const stop = new AbortController()
  cancel.onclick = () => stop.abort()
  return {
    stop, cancel,
    end: () => box.remove(),
    tell: (at) => {
      bar.value = at
      line.textContent = words.progress.replace('%d', size(at)).replace('%t', size(total)).replace('%l', size(total - at))
    },
    away: (is) => (away.textContent = is ? words.away : ''),
  }
}

const size = (bytes) => {
  const [amount, unit] = bytes < 1e6 ? [Math.ceil(bytes / 1000), 'kB'] : [bytes / 1e6, 'MB']
  return `${new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(amount)} ${unit}`
}

// The page as it is now takes the place of this one's main part.
async function renew(requirement) {
  const answer = await fetch(location.pathname, { headers: { accept: 'text/html' } }).catch(() => null)
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), 'text/html')
  const main = page && page.querySelector('main')
  if (!main) return location.reload()
  document.title = page.title
  document.querySelector('main').replaceWith(main)
  const place = main.querySelector('.error-summary') ?? document.getElementById(requirement)
  place?.focus()
}

function say(form, word) {
  const input = form.elements.file
  const line = form.querySelector('[role=alert]') ?? document.createElement('p')
  line.className = 'error'
  line.role = 'alert'
  line.textContent = document.getElementById('upload-words').dataset[word]
  input.before(line)
  input.ariaInvalid = 'true'
  input.focus()
}
