/** Parts of a DMN file, as the XML reader gives them; as much of each as is looked at here. */
export type Reference = { readonly href?: string }
export type Variable = { readonly id?: string; readonly name?: string; readonly typeRef?: string }
export type Text = { readonly id?: string; readonly text?: string; readonly expressionLanguage?: string; readonly typeRef?: string }
export type Child = { readonly id?: string; readonly typeRef?: string; readonly value?: BoxedElement }

/** A boxed expression (DMN 1.5, 7.3 and 10.2). Which parts it has depends on its `$type`. */
export type BoxedElement = Text & {
  readonly $type: string
  readonly importedValues?: unknown
  readonly contextEntry?: readonly { readonly id?: string; readonly variable?: Variable; readonly value?: BoxedElement }[]
  readonly elements?: readonly BoxedElement[]
  readonly column?: readonly Variable[]
  readonly row?: readonly { readonly id?: string; readonly elements?: readonly BoxedElement[] }[]
  readonly calledFunction?: BoxedElement
  readonly binding?: readonly { readonly parameter?: Variable; readonly bindingFormula?: BoxedElement }[]
  readonly kind?: string
  readonly formalParameter?: readonly Variable[]
  readonly body?: BoxedElement
  readonly iteratorVariable?: string
  readonly if?: Child
  readonly then?: Child
  readonly else?: Child
  readonly in?: Child
  readonly match?: Child
  readonly return?: Child
  readonly satisfies?: Child
  readonly hitPolicy?: string
  readonly aggregation?: string
  readonly input?: readonly { readonly id?: string; readonly inputExpression?: Text; readonly inputValues?: Text }[]
  readonly output?: readonly { readonly id?: string; readonly name?: string; readonly typeRef?: string; readonly outputValues?: Text; readonly defaultOutputEntry?: Text }[]
  readonly rule?: readonly { readonly id?: string; readonly inputEntry?: readonly Text[]; readonly outputEntry?: readonly Text[] }[]
}

export type ItemElement = {
  readonly id?: string
  readonly name?: string
  readonly isCollection?: boolean
  readonly typeRef?: string
  readonly typeLanguage?: string
  readonly allowedValues?: Text
  readonly typeConstraint?: Text
  readonly itemComponent?: readonly ItemElement[]
  readonly functionItem?: { readonly outputTypeRef?: string; readonly parameters?: readonly Variable[] }
}

/** A decision, input, business knowledge model, decision service or knowledge source. */
export type GraphElement = {
  readonly $type: string
  readonly id?: string
  readonly name?: string
  readonly variable?: Variable
  readonly informationRequirement?: readonly { readonly requiredDecision?: Reference; readonly requiredInput?: Reference }[]
  readonly knowledgeRequirement?: readonly { readonly requiredKnowledge?: Reference }[]
  readonly decisionLogic?: BoxedElement
  readonly encapsulatedLogic?: BoxedElement
  readonly outputDecision?: readonly Reference[]
  readonly encapsulatedDecision?: readonly Reference[]
  readonly inputDecision?: readonly Reference[]
  readonly inputData?: readonly Reference[]
}

export type Definitions = {
  readonly name?: string
  readonly namespace?: string
  readonly expressionLanguage?: string
  readonly import?: readonly { readonly name?: string; readonly namespace?: string; readonly importType?: string }[]
  readonly itemDefinition?: readonly ItemElement[]
  readonly drgElement?: readonly GraphElement[]
}
