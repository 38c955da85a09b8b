/** A key that may have been mistyped, and the spelling of what was read that is nearly the same. */
export type Nearby = { readonly key: string; near?: string };

// Nobody types longer numbers, and a longer one has too many neighbours to look at.
const longest = 64;

/**
 * Finds which keys are one letter or digit away from what is read: one too many, one too few, another one, or two neighbours
 * that changed places. Two such keys are the same once each has lost a letter, so nothing is compared pair by pair.
 *
 * @returns Looks at a key that was read, and at how it is spelt, and notes it with those near to it that have none yet.
 */
export function createNear(wanted: Iterable<Nearby>): (key: string, spelling: string) => void {
  const places = new Map<string, Nearby[]>();
  for (const each of wanted) {
    for (const variant of variantsOf(each.key)) {
      const others = places.get(variant);
      if (others) others.push(each);
      else places.set(variant, [each]);
    }
  }
  return (key, spelling) => {
    for (const variant of variantsOf(key)) {
      const left = places.get(variant)?.filter((each) => {
        if (each.near === undefined && isOneAway(each.key, key)) each.near = spelling;
        return each.near === undefined;
      });
      // Who has a neighbour is not looked at again, or many numbers that are alike would be compared with each other.
      if (left?.length === 0) places.delete(variant);
      else if (left) places.set(variant, left);
    }
  };
}

/** A key, and all that it is without one of its letters. */
function* variantsOf(key: string): Generator<string> {
  if (key.length > longest) return;
  yield key;
  for (let place = 0; place < key.length; place += 1) yield key.slice(0, place) + key.slice(place + 1);
}

function isOneAway(one: string, other: string): boolean {
  return one !== other && (isWithin(1, one, other) || areNeighboursSwapped(one, other));
}

function areNeighboursSwapped(one: string, other: string): boolean {
  const place = Array.from(one).findIndex((_, index) => one[index] !== other[index]);
  const swapped = `${one.slice(0, place)}${one.slice(place + 1, place + 2)}${one.slice(place, place + 1)}`;
  return swapped + one.slice(place + 2) === other;
}

/** Whether so many letters, more, less or other ones, make one text of the other. */
export function isWithin(edits: number, one: string, other: string): boolean {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  const [left, right] = [one.slice(same), other.slice(same)];
  if (left === right) return true;
  if (edits === 0) return false;
  const [less, lessOfOther] = [left.slice(1), right.slice(1)];
  return [
    [less, lessOfOther],
    [less, right],
    [left, lessOfOther],
  ].some(([a = '', b = '']) => isWithin(edits - 1, a, b));
}
