// A program of some hundred bytes that makes system calls which JavaScript cannot make, and prints what each gave.
// Assembled here, so that attack tests need no compiler and nothing else has to be visible inside the jail.

export type SystemCall = readonly [number: number, ...args: readonly number[]]

const base = 0x400000
const headerBytes = 64 + 56
const callBytes = 6 * 8

/** For x86-64 Linux. Prints, for each call, its result as a signed 64-bit number: -1 is EPERM. */
export function nativeProgram(calls: readonly SystemCall[]): Buffer {
  const code = machineCode(calls.length)
  const table = Buffer.concat(calls.map(encodeCall))
  const size = headerBytes + code.length + table.length
  return Buffer.concat([header(size), code, table])
}

export function resultsOf(printed: Buffer): readonly number[] {
  return Array.from({ length: printed.length / callBytes }, (_, index) => Number(printed.readBigInt64LE(index * callBytes)))
}

function encodeCall([number, ...args]: SystemCall): Buffer {
  const bytes = Buffer.alloc(callBytes)
  for (const [index, value] of [number, ...args].entries()) bytes.writeBigInt64LE(BigInt(value), index * 8)
  return bytes
}

function machineCode(count: number): Buffer {
  const loop = [
    ...[0x48, 0x8b, 0x03], // mov rax, [rbx]
    ...[0x48, 0x8b, 0x7b, 0x08], // mov rdi, [rbx+8]
    ...[0x48, 0x8b, 0x73, 0x10], // mov rsi, [rbx+16]
    ...[0x48, 0x8b, 0x53, 0x18], // mov rdx, [rbx+24]
    ...[0x4c, 0x8b, 0x53, 0x20], // mov r10, [rbx+32]
    ...[0x4c, 0x8b, 0x43, 0x28], // mov r8, [rbx+40]
    ...[0x0f, 0x05], // syscall
    ...[0x48, 0x89, 0x03], // mov [rbx], rax
    ...[0x48, 0x83, 0xc3, callBytes], // add rbx, 48
    ...[0x41, 0xff, 0xcc], // dec r12d
  ]
  const print = [
    ...[0xb8, 1, 0, 0, 0, 0xbf, 1, 0, 0, 0], // mov eax, write; mov edi, 1
    ...[0x4c, 0x89, 0xee], // mov rsi, r13
    ...[0xba, ...int32(count * callBytes)], // mov edx, length
    ...[0x0f, 0x05, 0xb8, 60, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05], // syscall; mov eax, exit; xor edi, edi; syscall
  ]
  const setUp = [0x49, 0x89, 0xdd, 0x41, 0xbc, ...int32(count)] // mov r13, rbx; mov r12d, count
  const back = [0x75, 256 - (loop.length + 2)] // jnz loop
  const toTable = setUp.length + loop.length + back.length + print.length
  return Buffer.from([0x48, 0x8d, 0x1d, ...int32(toTable), ...setUp, ...loop, ...back, ...print]) // lea rbx, [rip + table]
}

function int32(value: number): readonly number[] {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return [...bytes]
}

/** The smallest ELF file: one segment that may be read, written and executed. */
function header(size: number): Buffer {
  const elf = Buffer.alloc(headerBytes)
  elf.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0], 0)
  elf.writeUInt16LE(2, 16)
  elf.writeUInt16LE(62, 18)
  elf.writeUInt32LE(1, 20)
  elf.writeBigUInt64LE(BigInt(base + headerBytes), 24)
  elf.writeBigUInt64LE(64n, 32)
  elf.writeUInt16LE(64, 52)
  elf.writeUInt16LE(56, 54)
  elf.writeUInt16LE(1, 56)
  elf.writeUInt32LE(1, 64)
  elf.writeUInt32LE(7, 68)
  elf.writeBigUInt64LE(BigInt(base), 80)
  elf.writeBigUInt64LE(BigInt(base), 88)
  elf.writeBigUInt64LE(BigInt(size), 96)
  elf.writeBigUInt64LE(BigInt(size), 104)
  elf.writeBigUInt64LE(4096n, 112)
  return elf
}
