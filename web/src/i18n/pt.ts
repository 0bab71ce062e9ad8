import { en, type Words } from './en'
export const pt: Words = en
