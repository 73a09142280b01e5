// Makes the words and the pages, and opens nothing: for a program that is to be started later, or by somebody who may not write here.
import { prepare } from './prepare.ts'

await prepare(console.log)
