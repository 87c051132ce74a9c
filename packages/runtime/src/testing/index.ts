export { driverBehaviour } from './driver-behaviour.ts'
export { createSimulatedClock, type SimulatedClock, settle } from './simulated-clock.ts'
