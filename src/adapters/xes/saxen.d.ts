// What is used of saxen (MIT), which has no types of its own.
declare module 'saxen' {
  export class Parser {
    on(event: 'openTag', hear: (name: string, attributes: () => Record<string, string>, decode: (text: string) => string) => void): this
    on(event: 'closeTag', hear: (name: string) => void): this
    on(event: 'error' | 'warn', hear: (error: Error) => void): this
    on(event: 'attention', hear: (text: string) => void): this
    ns(prefixes?: Record<string, string>): this
    write(chunk: string): this
    /** The error that was met, where there was one. */
    end(): unknown
  }
}
