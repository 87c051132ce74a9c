import { describe, expect, test } from 'vitest'
import { type Command, defineCommand } from './command.ts'
import { parseArguments, usageLine } from './parse-arguments.ts'

const cook: Command = defineCommand({
  name: 'cook',
  summary: 'Cooks.',
  arguments: [
    { name: 'DISH', about: 'The dish.' },
    { name: 'GUEST', about: 'Who eats it.', isOptional: true, isRepeated: true },
  ],
  options: {
    hot: { type: 'flag', about: 'With chili.' },
    style: { type: 'text', value: 'STYLE', about: 'How.', choices: ['thai', 'indian'], short: 's' },
    add: { type: 'texts', value: 'THING', about: 'What else.', short: 'a' },
  },
  examples: [],
  run: async () => 0,
})

const nothingNear = () => undefined
const parse = (...words: string[]) => parseArguments(cook, words, nothingNear)

describe('parsing the words after a command', () => {
  test('gives each option its value, and those left out theirs', () => {
    expect(parse('curry', '--hot', '-s', 'thai', '--add=basil', '-a', 'lime').values).toMatchObject({
      hot: true,
      style: 'thai',
      add: ['basil', 'lime'],
    })
    expect(parse('curry').values).toMatchObject({ hot: false, style: undefined, add: [] })
  })

  test('keeps the order in which options with values are given', () => {
    expect(parse('curry', '--add=basil', '--hot', '-s', 'thai', '-a', 'lime').given).toEqual([
      { name: 'add', value: 'basil' },
      { name: 'style', value: 'thai' },
      { name: 'add', value: 'lime' },
    ])
  })

  test('takes what is no option as arguments, all of it after two dashes', () => {
    expect(parse('curry', 'Ada', '--hot', 'Grace').args).toEqual(['curry', 'Ada', 'Grace'])
    expect(parse('--', '--hot').args).toEqual(['--hot'])
  })

  test.each([
    [[], 'DISH is missing: the dish.'],
    [['curry', '--spicy'], 'There is no option --spicy'],
    [['curry', '-x'], 'There is no option -x'],
    [['curry', '--style'], '--style needs a value: --style STYLE.'],
    [['curry', '--style', 'bland'], '--style is one of thai, indian, not "bland".'],
    [['curry', '--hot=no'], '--hot takes no value'],
  ])('%j is refused', (words, message) => {
    expect(() => parse(...words)).toThrow(message)
  })

  test('one argument too many is refused, where none may be repeated', () => {
    const strict: Command = { ...cook, arguments: [{ name: 'DISH', about: 'The dish.' }] }
    expect(() => parseArguments(strict, ['curry', 'rice'], nothingNear)).toThrow('"rice" is one argument too many.')
  })

  test('the nearest option is named', () => {
    expect(() => parseArguments(cook, ['curry', '--stile', 'thai'], () => 'style')).toThrow('did you mean --style?')
  })

  test('with --help nothing need be there', () => {
    expect(parse('--help').wantsHelp).toBe(true)
    expect(parse('-h').wantsHelp).toBe(true)
  })

  test('names such as __proto__ are just unknown', () => {
    expect(() => parse('curry', '--__proto__', 'x')).toThrow('There is no option --__proto__')
    expect(() => parse('curry', '--constructor', 'x')).toThrow('There is no option --constructor')
  })

  test('the usage line shows what may be left out', () => {
    expect(usageLine(cook)).toBe('millrace cook DISH [GUEST…] [options]')
  })
})
