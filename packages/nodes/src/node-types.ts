import type { NodeType } from '@millrace/kit'
import { codeJavascript } from './code/javascript.ts'
import { compressGunzip } from './compress/gunzip.ts'
import { compressGzip } from './compress/gzip.ts'
import { compressUnzip } from './compress/unzip.ts'
import { compressZip } from './compress/zip.ts'
import { cryptoBase64 } from './crypto/base64.ts'
import { cryptoHash } from './crypto/hash.ts'
import { cryptoHmac } from './crypto/hmac.ts'
import { cryptoRandom } from './crypto/random.ts'
import { cryptoUuid } from './crypto/uuid.ts'
import { cryptoVerifyHmac } from './crypto/verify-hmac.ts'
import { csvParse } from './csv/parse.ts'
import { csvStringify } from './csv/stringify.ts'
import { dateChange } from './date/change.ts'
import { dateDifference } from './date/difference.ts'
import { dateFormatNode } from './date/format.ts'
import { dateParse } from './date/parse.ts'
import { debounce } from './debounce.ts'
import { diskDelete } from './disk/delete.ts'
import { diskList } from './disk/list.ts'
import { diskMove } from './disk/move.ts'
import { diskRead } from './disk/read.ts'
import { diskWrite } from './disk/write.ts'
import { dynamodbBatchWrite } from './dynamodb/batch-write.ts'
import { dynamodbDelete } from './dynamodb/delete.ts'
import { dynamodbGet } from './dynamodb/get.ts'
import { dynamodbPut } from './dynamodb/put.ts'
import { dynamodbQuery } from './dynamodb/query.ts'
import { dynamodbScan } from './dynamodb/scan.ts'
import { dynamodbUpdate } from './dynamodb/update.ts'
import { emailRead } from './email/read.ts'
import { emailSend } from './email/send.ts'
import { eventEmit } from './event/emit.ts'
import { fileCreate } from './file/create.ts'
import { fileRead } from './file/read.ts'
import { filter } from './filter.ts'
import { forEach } from './for-each.ts'
import { graphqlRequest } from './graphql/request.ts'
import { htmlExtract } from './html/extract.ts'
import { httpRequest } from './http/request.ts'
import { ifNode } from './if.ts'
import { jsonParse } from './json/parse.ts'
import { jsonQuery } from './json/query.ts'
import { jsonStringify } from './json/stringify.ts'
import { jsonValidate } from './json/validate.ts'
import { logNode } from './log.ts'
import { loop } from './loop.ts'
import { merge } from './merge.ts'
import { mysqlQuery } from './mysql/query.ts'
import { parseClasses } from './parse/classes.ts'
import { parseImport } from './parse/import.ts'
import { postgresQuery } from './postgres/query.ts'
import { redisCommand } from './redis/command.ts'
import { respondNode } from './respond.ts'
import { s3Delete } from './s3/delete.ts'
import { s3Get } from './s3/get.ts'
import { s3List } from './s3/list.ts'
import { s3Presign } from './s3/presign.ts'
import { s3Put } from './s3/put.ts'
import { set } from './set.ts'
import { sqliteQuery } from './sqlite/query.ts'
import { stopNode } from './stop.ts'
import { storeAppend } from './store/append.ts'
import { storeDelete } from './store/delete.ts'
import { storeGet } from './store/get.ts'
import { storeIncrement } from './store/increment.ts'
import { storeList } from './store/list.ts'
import { storeSet } from './store/set.ts'
import { switchNode } from './switch.ts'
import { tableAggregate } from './table/aggregate.ts'
import { tableCreate } from './table/create.ts'
import { tableDelete } from './table/delete.ts'
import { tableGet } from './table/get.ts'
import { tableIncrement } from './table/increment.ts'
import { tableQuery } from './table/query.ts'
import { tableRelate } from './table/relate.ts'
import { tableUpdate } from './table/update.ts'
import { tableUpsert } from './table/upsert.ts'
import { textRegex } from './text/regex.ts'
import { textTemplate } from './text/template.ts'
import { throttle } from './throttle.ts'
import { transform } from './transform.ts'
import { tryScope } from './try.ts'
import { waitApproval } from './wait/approval.ts'
import { waitCondition } from './wait/condition.ts'
import { waitDelay } from './wait/delay.ts'
import { waitEvent } from './wait/event.ts'
import { waitForm } from './wait/form.ts'
import { waitUntilNode } from './wait/until.ts'
import { waitWebhook } from './wait/webhook.ts'
import { workflowCall } from './workflow/call.ts'
import { xmlParse } from './xml/parse.ts'
import { xmlStringify } from './xml/stringify.ts'

const logic = [ifNode, switchNode, filter, merge, forEach, loop, tryScope, stopNode, debounce, throttle]
const data = [set, transform, logNode]
const formats = [jsonParse, jsonStringify, jsonValidate, jsonQuery, csvParse, csvStringify, xmlParse, xmlStringify, htmlExtract]
const texts = [textTemplate, textRegex]
const dates = [dateParse, dateFormatNode, dateChange, dateDifference]
const crypto = [cryptoHash, cryptoHmac, cryptoVerifyHmac, cryptoUuid, cryptoRandom, cryptoBase64]
const values = [storeGet, storeSet, storeDelete, storeList, storeIncrement, storeAppend]
const tables = [tableQuery, tableGet, tableCreate, tableUpdate, tableUpsert, tableDelete, tableIncrement, tableRelate, tableAggregate]
const imports = [parseClasses, parseImport]
const files = [fileCreate, fileRead, compressGzip, compressGunzip, compressZip, compressUnzip]
const disk = [diskList, diskRead, diskWrite, diskMove, diskDelete]
const databases = [sqliteQuery, postgresQuery, mysqlQuery, redisCommand]
const network = [httpRequest, graphqlRequest, emailSend, emailRead, respondNode]
const dynamodb = [dynamodbGet, dynamodbPut, dynamodbUpdate, dynamodbDelete, dynamodbQuery, dynamodbScan, dynamodbBatchWrite]
const s3 = [s3Get, s3Put, s3List, s3Delete, s3Presign]
const code = [codeJavascript]
const wait = [waitDelay, waitUntilNode, waitCondition, waitEvent, waitWebhook, waitApproval, waitForm]
const workflow = [workflowCall, eventEmit]

/** Every node type of the library, in the palette's order. */
export const nodeTypes: readonly NodeType[] = [
  ...logic,
  ...data,
  ...formats,
  ...texts,
  ...dates,
  ...crypto,
  ...values,
  ...tables,
  ...imports,
  ...files,
  ...disk,
  ...databases,
  ...network,
  ...dynamodb,
  ...s3,
  ...code,
  ...wait,
  ...workflow,
]
