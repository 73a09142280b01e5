import { DmnModdle } from 'dmn-moddle'
import { ModelError } from '../model-error.ts'
import { refuseDocumentType } from '../refuse-document-type.ts'
import type { Definitions } from './element.ts'
import { dmn } from './moddle-1-4.ts'

// The library reads the namespace of DMN 1.3; the model parts that are run here are the same from 1.2 to 1.5.
const namespaces = /(["'])https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20180521|20191111|20211108|20230324|20240513)\/(MODEL|DMNDI)\/?\1/g
const understood = '"https://www.omg.org/spec/DMN/20191111/$2/"'
// Where things stand in the picture has no part in what is decided.
const picture = /<(\w+:)?DMNDI[\s>][\s\S]*<\/\1DMNDI\s*>/

/** Characters of a file. A model that people read is a hundredth of it. */
const longest = 10_000_000

/** Reads the XML of a DMN 1.2 to 1.5 file. Throws a ModelError when it is none. */
export async function parseDmn(xml: string): Promise<Definitions> {
  if (xml.length > longest) throw new ModelError([{ element: 'decisions', reason: `The file is longer than ${longest} characters.` }])
  refuseDocumentType('decisions', xml)
  try {
    const { rootElement, warnings } = await new DmnModdle({ dmn }).fromXML(xml.replace(picture, '').replace(namespaces, understood), 'dmn:Definitions')
    if (warnings.length > 0) throw new Error(warnings[0]!.message)
    return rootElement as Definitions
  } catch (error) {
    throw new ModelError([{ element: 'decisions', reason: `The file is no DMN: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}` }])
  }
}
