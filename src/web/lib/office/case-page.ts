import type { CaseView } from '#usecases/views.ts'

/** What a case's page needs of its service: the words, in the third person, not the schema or the process. */
export function casePage({ service, ...view }: CaseView) {
  return {
    ...view,
    service: {
      id: service.id,
      name: service.name,
      groups: service.groups.map(({ key, title, officeTitle, fields }) => ({
        key,
        title: officeTitle ?? title,
        fields: fields.map(({ key, label, officeLabel, options, widget }) => ({ key, label: officeLabel ?? label, widget, options: options.filter((option) => isChosen(view.answers[key], option.value) || isChosen(view.before[key], option.value)) })),
      })),
      documents: service.documents.map(({ key, name, madeBy }) => ({ key, name, madeBy })),
      rejectionReasons: service.rejectionReasons,
    },
  }
}

export type CasePage = ReturnType<typeof casePage>

const isChosen = (answer: string | readonly string[] | undefined, value: string) => [answer ?? []].flat().includes(value)
