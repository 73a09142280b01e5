declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, unknown>>)
    fromXML(xml: string, type: 'bpmn:Definitions'): Promise<{ readonly rootElement: unknown; readonly warnings: readonly { readonly message: string; readonly element?: { readonly id?: string; readonly $type?: string } }[] }>
  }
}
declare module 'dmn-moddle' {
  export class DmnModdle {
    constructor(packages?: Readonly<Record<string, unknown>>)
    fromXML(xml: string, type: 'dmn:Definitions'): Promise<{ readonly rootElement: unknown; readonly warnings: readonly { readonly message: string; readonly element?: { readonly id?: string } }[] }>
  }
}
