export { aPackage, aVideo } from './builders.ts';
export { type Emulator, type EmulatorOptions, type ReceivedRequest, startEmulator } from './emulator.ts';
export type { Fault } from './faults.ts';
export type { Assumptions } from './operations.ts';
export type { SeedPackage } from './state.ts';
