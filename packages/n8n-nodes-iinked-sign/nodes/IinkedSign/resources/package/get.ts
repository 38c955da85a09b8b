import { idOf } from '../../shared/locators.ts';
import type { Operation } from '../../shared/operation.ts';
import { callOptions } from '../../shared/options.ts';
import { shapeOf } from '../../shared/simplify.ts';
import { simplified, whole } from './simplified.ts';

/** Gets one package, with its retention. */
export const getPackage: Operation = async (input) => {
  const shape = shapeOf(input, simplified, whole);
  const packageId = idOf(input.context, 'packageId', input.itemIndex);
  return { items: [shape(await input.client.packages.get({ packageId }, callOptions(input)))] };
};
