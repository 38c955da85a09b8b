export { aPackage, aVideo } from './builders.ts';
export type { Clock } from './clock.ts';
export { type Emulator, startEmulator } from './emulator.ts';
export type { Fault } from './faults.ts';
export type { Assumptions } from './operations.ts';
export type { EmulatorOptions } from './options.ts';
export type { ReceivedRequest } from './requests.ts';
export type { SeedPackage } from './state.ts';
export type { World } from './world.ts';
