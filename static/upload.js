// Uploads with a progress bar, where there is script; without it the same forms are sent as they are.
// Too large is said before it is sent; a cut line loses that one upload only.
addEventListener('submit', (event) => {
  const form = event.target
  if (!form.dataset.tooLarge) return
  event.preventDefault()
  const input = form.elements.file
  const file = input.files[0]
  if (form.dataset.sending) return
  if (!file) return say(input, form.dataset.empty)
  if (file.size > 20 * 1024 * 1024) return say(input, form.dataset.tooLarge)
  send(form, input)
})

function send(form, input) {
  form.dataset.sending = '1'
  const bar = form.appendChild(document.createElement('progress'))
  bar.ariaLabel = form.querySelector('button').textContent
  const request = new XMLHttpRequest()
  request.upload.onprogress = ({ loaded, total }) => (bar.value = loaded / total)
  request.onload = () => show(request, new URL(form.action).searchParams.get('requirement'))
  request.onerror = () => say(input, form.dataset.cut)
  request.onloadend = () => {
    bar.remove()
    delete form.dataset.sending
  }
  request.open('POST', form.action)
  request.setRequestHeader('accept', 'text/html')
  request.send(new FormData(form))
}

// The answer is the whole page, as it would have come without script: its main part takes the place of this one's.
function show(request, requirement) {
  const page = new DOMParser().parseFromString(request.responseText, 'text/html')
  const main = page.querySelector('main')
  if (!main) return location.reload()
  document.title = page.title
  document.querySelector('main').replaceWith(main)
  const place = main.querySelector('.error-summary') ?? document.getElementById(requirement)
  place?.focus()
}

function say(input, words) {
  const line = input.form.querySelector('[role=alert]') ?? document.createElement('p')
  line.className = 'error'
  line.role = 'alert'
  line.textContent = words
  input.before(line)
  input.ariaInvalid = 'true'
  input.focus()
}
