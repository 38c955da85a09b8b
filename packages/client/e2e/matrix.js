// Runs in every JavaScript runtime: it uses nothing but the built client and what the web platform gives.

const packageId = 'c603079c-2dc7-4af7-8c2e-dc992662621c';
const meetingVideoId = '4c512b8a-c1ad-47da-ae22-5a61115505e3';

const calls = {
  list: (videos) => videos.list({ packageId }),
  delete: (videos) => videos.delete({ packageId, meetingVideoId }),
  deleteAll: (videos) => videos.deleteAll({ packageId }),
};

/** Makes each call to the server that is meant for it, over a connection used before if asked, and tells how it ended. */
export async function endings(createClient, orders) {
  const ended = orders.map(async ({ call, server, isReused, ...options }) => {
    const { videos } = createClient({ apiKey: 'test-key-4f1d9c', server, ...options });
    if (isReused) {
      await videos.list({ packageId });
      // A connection can be used again only once the runtime has seen that its response has ended.
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return calls[call](videos).then(
      () => 'resolves',
      ({ name, mayHaveDeleted }) => `${name}, mayHaveDeleted: ${mayHaveDeleted}`,
    );
  });
  return Promise.all(ended);
}
