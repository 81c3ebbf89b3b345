import type { z } from 'zod'
import type { agentRow } from '../../../shared/contract/registry.ts'
import { AGENT_KINDS, type AgentKind } from '../../../shared/domain/policy.ts'
import { AGENT_KIND_TEXT } from '../../../shared/text/registry.ts'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import type { Column } from '../../components/table/columns.ts'
import { OrganisationFields, type OrganisationValues, shownOf, storedOf } from './OrganisationFields.tsx'
import { OrganisationList } from './OrganisationList.tsx'
import {
  codeColumn,
  contactColumns,
  countyColumn,
  headsColumn,
  kindColumn,
  nameColumn,
} from './organisation-columns.tsx'
import { RecordForm } from './RecordForm.tsx'

type Row = z.infer<typeof agentRow>

const COLUMNS: readonly Column<Row>[] = [
  nameColumn('机构名称', 260),
  codeColumn(180),
  kindColumn(150, (kind) => AGENT_KIND_TEXT[kind]),
  countyColumn(170),
  headsColumn('组织输出', 86, (row) => `/people?organisation=${row.id}`),
  ...contactColumns<Row>(96, 130),
]
const KINDS = AGENT_KINDS.map((kind) => ({ value: kind, label: AGENT_KIND_TEXT[kind] }))

export function Agents() {
  return (
    <OrganisationList<Row>
      label="劳务机构"
      short="机构"
      columns={COLUMNS}
      rows={(input) => api.agents.list.queryOptions({ input })}
      teach="组织劳务输出的人力资源公司、劳务公司、合作社和经纪人登记在这里，服务补贴按它们计算。"
      form={(row, done) => (
        <RecordForm<OrganisationValues<AgentKind>>
          initial={row ? shownOf(row) : {}}
          onDone={done}
          doneText={(fields) => `保存 ${fields.name}`}
          save={(fields) => client.agents.save(storedOf(row?.id, fields))}
        >
          {() => <OrganisationFields nameLabel="机构名称" kinds={KINDS} fresh={!row} />}
        </RecordForm>
      )}
    />
  )
}
