import { driverBehaviour } from '../testing/driver-behaviour.ts'
import { createEmbeddedDriver } from './embedded-driver.ts'

driverBehaviour('embedded driver', createEmbeddedDriver)
