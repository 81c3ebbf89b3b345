import { BlockOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useCallback, useMemo, useRef } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { PersonRow } from '../../../shared/contract/registry.ts'
import { api } from '../../api.ts'
import { useAskLeave } from '../../components/ask.tsx'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { Page } from '../../components/Page.tsx'
import { SavedViews } from '../../components/SavedViews.tsx'
import { SearchBox } from '../../components/SearchBox.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { ColumnPicker } from '../../components/table/ColumnPicker.tsx'
import { useColumns } from '../../components/table/columns.ts'
import { type TableHandle, WindowTable } from '../../components/table/WindowTable.tsx'
import { useWindows } from '../../components/table/windows.ts'
import { count } from '../../components/values.tsx'
import { useDay } from '../../state/day.ts'
import { useTypedSearch } from '../../state/typed-search.ts'
import { hasUnsaved } from '../../state/unsaved.ts'
import { useOrganisationName } from '../organisations/organisation-name.ts'
import { PEOPLE_COLUMNS } from './columns.tsx'
import { ExportPeople } from './ExportPeople.tsx'
import { addressOf, chipsOf, filterOf, replaceAll } from './filter.ts'
import { PeopleFilters } from './PeopleFilters.tsx'
import { PersonForm } from './PersonForm.tsx'
import { PersonPanel } from './PersonPanel.tsx'

/** 人员台账: everybody, found by name, pinyin, initials, ID number or phone. */
export function People() {
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const askLeave = useAskLeave()
  const table = useRef<TableHandle>(null)
  const columns = useColumns('people', PEOPLE_COLUMNS)
  const [search, setSearch] = useTypedSearch(params, setParams)
  const { asOf } = useDay()
  const filter = useMemo(() => ({ ...filterOf(params), search, asOf }), [params, search, asOf])
  const openId = params.get('open')
  const adding = params.has('new')
  const list = useWindows<PersonRow>(JSON.stringify(filter), (offset, limit) =>
    api.people.list.queryOptions({ input: { ...filter, offset, limit } }),
  )
  const counties = [filter.homeCounty, filter.workCounty].filter((code) => code !== undefined)
  const names = useQuery({
    ...api.regions.names.queryOptions({ input: { codes: counties } }),
    enabled: counties.length > 0,
  })
  const organisation = useOrganisationName(filter.organisationId)

  const change = useCallback(
    (edit: (next: URLSearchParams) => void) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          edit(next)
          return next
        },
        { replace: true },
      ),
    [setParams],
  )
  const leaving = useCallback(
    async (edit: (next: URLSearchParams) => void) => {
      if (hasUnsaved() && !(await askLeave())) return
      change(edit)
    },
    [askLeave, change],
  )
  const close = useCallback(async () => {
    await leaving((next) => {
      next.delete('open')
      next.delete('new')
    })
    table.current?.focus()
  }, [leaving])
  const open = useCallback(
    (person: PersonRow) => {
      if (person.id !== openId || adding)
        void leaving((next) => {
          next.delete('new')
          next.set('open', person.id)
        })
    },
    [openId, adding, leaving],
  )

  const chips = chipsOf(params, { ...names.data, ...organisation }).map(({ key, value, text }) => ({
    key: `${key}=${value}`,
    text,
    onRemove: () => change((next) => next.delete(key, value)),
  }))
  const clear = () =>
    change((next) => {
      for (const { key } of chipsOf(params, {})) next.delete(key)
    })
  const filtered = chips.length > 0 || search !== ''
  return (
    <Page title="人员台账" count={list.total === undefined ? '' : `${count(list.total)} 人`} scroll={false}>
      <div className="toolbar">
        <SearchBox
          label="查找人员"
          placeholder="姓名、拼音、首字母、证件号、电话"
          value={search}
          width={280}
          onChange={setSearch}
          onDown={() => table.current?.focus()}
        />
        <PeopleFilters params={params} onChange={change} />
        <SavedViews
          list="people"
          address={addressOf(params, search)}
          onChoose={(address) => void leaving((next) => replaceAll(next, address))}
        />
        <span className="spring" />
        <ColumnPicker all={PEOPLE_COLUMNS} columns={columns} />
        <ExportPeople filter={filter} total={list.total ?? 0} />
        <Button icon={<BlockOutlined />} onClick={() => navigate('/people/duplicates')}>
          查重
        </Button>
        <Button
          icon={<PlusOutlined />}
          onClick={() =>
            void leaving((next) => {
              next.delete('open')
              next.set('new', '1')
            })
          }
        >
          登记人员
        </Button>
      </div>
      <FilterChips chips={chips} onClear={clear} />
      <div className="list-area">
        <WindowTable
          label="人员台账"
          handle={table}
          columns={columns.shown}
          list={list}
          rowId={(person) => person.id}
          openId={openId}
          onOpen={open}
          onOpenFull={(person) => navigate(`/people/${person.id}`)}
          empty={filtered ? <NobodyFound onClear={clear} /> : <NobodyYet />}
        />
        {openId && <PersonPanel key={openId} id={openId} onClose={() => void close()} />}
        {adding && (
          <SidePanel
            title="登记人员"
            subtitle="不知道的留空，留空就是“未知”，不会当成“没有”。"
            onClose={() => void close()}
          >
            <PersonForm
              onSaved={(id) =>
                change((next) => {
                  next.delete('new')
                  next.set('open', id)
                })
              }
            />
          </SidePanel>
        )}
      </div>
    </Page>
  )
}

function NobodyFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyTeach title="没有符合条件的人" actions={<Button onClick={onClear}>去掉筛选条件</Button>}>
      可以只输姓名的一部分、拼音或首字母（如“吉克”“jike”“jk”），或证件号后四位。
    </EmptyTeach>
  )
}

function NobodyYet() {
  return (
    <EmptyTeach
      title="台账里还没有人员"
      actions={
        <Link to="/exchange/import">
          <Button type="primary">导入花名册</Button>
        </Link>
      }
    >
      把脱贫人口花名册、务工监测表、参保明细的工作簿拖进来即可，表头不必改。先试运行，看清会改什么，再导入。
    </EmptyTeach>
  )
}
