import type { Cookies } from '@sveltejs/kit'

/**
 * Tells the page's script that what it sent under its mark has been saved, and when: a redirect tells it nothing. Read and
 * taken away by the script at the next page.
 */
export function confirmSaved(cookies: Pick<Cookies, 'set'>, form: FormData, savedAt: number, secure: boolean): void {
  const mark = form.get('_mark')
  if (typeof mark !== 'string' || !/^[\w-]{8,40}$/.test(mark)) return
  cookies.set('line-saved', `${mark}.${savedAt}`, { path: '/applications', maxAge: 300, httpOnly: false, sameSite: 'strict', secure })
}
