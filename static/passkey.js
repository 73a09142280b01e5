// Passkeys, where the browser has them: the button that a page keeps hidden comes out. Everything works without.
const { PublicKeyCredential: passkeys } = globalThis
if (passkeys?.parseRequestOptionsFromJSON && navigator.credentials)
  for (const button of document.querySelectorAll('[data-passkey]')) {
    button.hidden = false
    document.querySelector('.no-passkey')?.remove()
    button.addEventListener('click', () => run(button))
  }

async function run(button) {
  button.disabled = true
  try {
    await (button.dataset.passkey === 'add' ? add(button) : signIn(button))
  } catch {
    say(button, button.dataset.failed)
  }
  button.disabled = false
}

async function add(button) {
  const publicKey = passkeys.parseCreationOptionsFromJSON(await ask('generate-register-options'))
  const made = await navigator.credentials.create({ publicKey })
  await ask('verify-registration', { response: made.toJSON() })
  say(button, button.dataset.done)
}

async function signIn(button) {
  const publicKey = passkeys.parseRequestOptionsFromJSON(await ask('generate-authenticate-options'))
  const given = await navigator.credentials.get({ publicKey })
  await ask('verify-authentication', { response: given.toJSON() })
  location.href = button.dataset.next
}

async function ask(what, body) {
  const answer = await fetch('/api/auth/passkey/' + what, body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(what)
  return answer.json()
}

function say(button, words) {
  const line = button.parentElement.querySelector('[role=status]') ?? button.parentElement.appendChild(document.createElement('span'))
  line.role = 'status'
  line.textContent = words
}
