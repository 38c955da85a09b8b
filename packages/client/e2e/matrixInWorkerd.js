import { createClient } from '../dist/index.js';
import { endings } from './matrix.js';

export default {
  async test(_, { orders }) {
    console.log(`endings: ${JSON.stringify(await endings(createClient, JSON.parse(orders)))}`);
  },
};
