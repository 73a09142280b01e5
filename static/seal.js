// A QR code leads here with the permit's seal behind the `#`, which browsers never send along. Here it is handed over
// as if it had been pasted into the form, and taken out of the address.
const form = document.getElementById('seal')
const seal = location.hash.slice(1)
if (form && /^[\w-]+\.[\w-]+\.[\w-]+(?:~[\w-]+\.[\w-]+\.[\w-]+)?$/.test(seal)) {
  history.replaceState(null, '', location.pathname)
  form.elements.jws.value = seal
  form.submit()
}
