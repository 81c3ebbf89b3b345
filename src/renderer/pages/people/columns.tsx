import type { PersonRow } from '../../../shared/contract/registry.ts'
import { CATEGORY_TEXT } from '../../../shared/text/policy.ts'
import type { Column } from '../../components/table/columns.ts'
import { IdNumber, Known, Unknown } from '../../components/values.tsx'

export const PEOPLE_COLUMNS: readonly Column<PersonRow>[] = [
  { key: 'name', title: '姓名', width: 120, render: (person) => <b>{person.name}</b> },
  { key: 'id', title: '证件号', width: 180, render: (person) => <IdNumber text={person.idMasked} /> },
  { key: 'sex', title: '性别', width: 52, render: (person) => <Known>{person.sex}</Known> },
  {
    key: 'age',
    title: '年龄',
    width: 52,
    align: 'right',
    render: (person) => (
      <Known>{person.age === null ? null : <span className="digits">{person.age}</span>}</Known>
    ),
  },
  { key: 'ethnicity', title: '民族', width: 72, render: (person) => <Known>{person.ethnicity}</Known> },
  {
    key: 'category',
    title: '类别',
    width: 170,
    render: (person) =>
      person.categories.length === 0 ? (
        <Unknown what="未登记" />
      ) : (
        person.categories.map((category) => (
          <span key={category} className="cat">
            {CATEGORY_TEXT[category]}
          </span>
        ))
      ),
  },
  {
    key: 'home',
    title: '户籍地',
    width: 180,
    grow: true,
    render: (person) => <span title={person.homeText}>{person.homeText || <Unknown />}</span>,
  },
  {
    key: 'work',
    title: '现在务工',
    width: 200,
    grow: true,
    render: (person) => (
      <span title={person.workText ?? ''}>{person.workText ?? <span className="faint">—</span>}</span>
    ),
  },
  {
    key: 'phone',
    title: '电话',
    width: 116,
    render: (person) => (
      <Known>{person.phoneMasked && <span className="digits">{person.phoneMasked}</span>}</Known>
    ),
  },
]
