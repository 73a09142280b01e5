export const channels = ['mail', 'sms', 'whatsapp'] as const
export type Channel = (typeof channels)[number]
export type TextChannel = Exclude<Channel, 'mail'>

export const isChannel = (text: string): text is Channel => (channels as readonly string[]).includes(text)

/** How somebody can be reached. */
export type Reach = {
  readonly chosen: Channel
  /** What the provider offers for their number: none without a number that is theirs, or after STOP. */
  readonly texts: readonly TextChannel[]
}

/**
 * The channels of a message in the order in which they are tried: the chosen one, then mail, then what else there is. What
 * can not wait for the end of quiet hours goes by mail first, which wakes nobody.
 */
export function routeOf({ chosen, texts }: Reach, options: { readonly textable: boolean; readonly silent: boolean }): readonly Channel[] {
  const possible: readonly Channel[] = options.textable ? ['mail', ...texts] : ['mail']
  const first = possible.includes(chosen) && !options.silent ? chosen : 'mail'
  return [...new Set<Channel>([first, 'mail', ...possible])]
}
