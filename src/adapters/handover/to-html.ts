import type { Block, Book } from './book.ts'

const style = `:root{color-scheme:light}body{font:15px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#16211f}
h1{line-height:1.2}h2{margin-top:2.2em;border-bottom:2px solid #0b5f55;padding-bottom:.2em}h3{margin-bottom:.2em}
table{border-collapse:collapse;width:100%;font-size:.92em}th,td{text-align:left;vertical-align:top;border:1px solid #c9cfca;padding:.35em .5em;overflow-wrap:anywhere}
pre{background:#efede6;padding:.6em .8em;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
@media print{body{font-size:10.5pt;margin:0;max-width:none}h2,h3{break-after:avoid}tr,pre{break-inside:avoid}}`

/** The book as one page that needs nothing else, to be opened from a stick and printed. */
export function toHtml(book: Book): string {
  const sections = book.sections.map(({ title, blocks }, index) => `<section><h2>${index + 1}. ${text(title)}</h2>\n${blocks.map(block).join('\n')}</section>`)
  return `<!doctype html>
<html lang="${book.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(book.title)}</title><style>${style}</style></head>
<body><h1>${text(book.title)}</h1>
<p>${text(book.lead)}</p>
${sections.join('\n')}
</body></html>
`
}

function block(part: Block): string {
  switch (part.kind) {
    case 'text':
      return `<p>${text(part.text)}</p>`
    case 'heading':
      return `<h3>${text(part.text)}</h3>`
    case 'steps':
      return `<ol>${part.items.map((item) => `<li>${text(item)}</li>`).join('')}</ol>`
    case 'command':
      return `<pre><code>${text(part.text)}</code></pre>`
    case 'table':
      return `<table><thead>${row('th', part.head)}</thead><tbody>${part.rows.map((each) => row('td', each)).join('')}</tbody></table>`
  }
}

const row = (tag: 'th' | 'td', cells: readonly string[]) => `<tr>${cells.map((each) => `<${tag}>${text(each)}</${tag}>`).join('')}</tr>`

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const text = (words: string) => words.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark)
