/** What a case waits for at a task. */
export type TaskWaiting =
  | {
      readonly kind: 'user'
      readonly name: string
      readonly role: string | null
      readonly form?: string
      /** When it is due, as the model says it. */
      readonly due?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly kind: 'service'; readonly name: string; readonly type: string; readonly headers?: Readonly<Record<string, string>> }
