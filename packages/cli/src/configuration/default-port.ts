/** Apart from the configuration: a command that only asks a server must not load what reads all of it. */
export const defaultPort = 8577
