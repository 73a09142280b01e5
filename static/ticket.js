// The slip of a kiosk: a button that prints, and back to the start for the next person. Without script there is the link.
const print = document.querySelector('[data-print]')
if (print) {
  print.hidden = false
  print.addEventListener('click', () => globalThis.print())
}
const back = document.querySelector('[data-back]')
if (back) setTimeout(() => back.click(), Number(back.dataset.back) * 1000)

// A ticket on a phone: looks every twenty seconds, while somebody looks at it, what has changed.
const live = document.getElementById('live')
if (live)
  setInterval(async () => {
    if (document.hidden || live.contains(document.activeElement)) return
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null)
    if (!answer?.ok) return
    const now = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('live')
    if (now && now.innerHTML !== live.innerHTML) live.innerHTML = now.innerHTML
  }, 20_000)
