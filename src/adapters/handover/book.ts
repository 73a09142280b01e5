/** A document of plain parts, so that it can be read as Markdown, in a browser and on paper. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'steps'; readonly items: readonly string[] }
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }

export type Section = { readonly title: string; readonly blocks: readonly Block[] }

export type Book = {
  readonly locale: 'id' | 'en'
  readonly title: string
  readonly lead: string
  readonly madeAt: number
  readonly sections: readonly Section[]
}
