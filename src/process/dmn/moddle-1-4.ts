import dmn13 from 'dmn-moddle/resources/dmn/json/dmn13.json' with { type: 'json' }

type Property = { readonly name: string; readonly type: string; readonly isAttr?: boolean; readonly isMany?: boolean; readonly xml?: { readonly serialize: string } }
type Type = { readonly name: string; readonly superClass?: readonly string[]; readonly properties: readonly Property[] }

const child = (name: string): Property => ({ name, type: 'ChildExpression', xml: { serialize: 'property' } })

// What the library's DMN 1.3 lacks: the boxed conditional, filter and iterators of DMN 1.4, the constraint of 1.5.
const newer: readonly Type[] = [
  { name: 'ChildExpression', properties: [{ name: 'id', type: 'String', isAttr: true }, { name: 'typeRef', type: 'String', isAttr: true }, { name: 'value', type: 'Expression' }] },
  { name: 'Conditional', superClass: ['Expression'], properties: [child('if'), child('then'), child('else')] },
  { name: 'Filter', superClass: ['Expression'], properties: [child('in'), child('match')] },
  { name: 'Iterator', superClass: ['Expression'], properties: [{ name: 'iteratorVariable', type: 'String', isAttr: true }, child('in')] },
  { name: 'For', superClass: ['Iterator'], properties: [child('return')] },
  { name: 'Every', superClass: ['Iterator'], properties: [child('satisfies')] },
  { name: 'Some', superClass: ['Iterator'], properties: [child('satisfies')] },
]

const constraint: Property = { name: 'typeConstraint', type: 'UnaryTests', xml: { serialize: 'property' } }

/** The library's description of DMN, with what came after 1.3. */
export const dmn: Readonly<Record<string, unknown>> = {
  ...dmn13,
  types: [...dmn13.types.map((type) => (type.name === 'ItemDefinition' ? { ...type, properties: [...(type.properties ?? []), constraint] } : type)), ...newer],
}
