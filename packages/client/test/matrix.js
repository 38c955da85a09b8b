// Runs in every JavaScript runtime: it uses nothing but the built client and what the web platform gives.

const packageId = 'c603079c-2dc7-4af7-8c2e-dc992662621c';
const meetingVideoId = '4c512b8a-c1ad-47da-ae22-5a61115505e3';

const calls = {
  list: (videos) => videos.list({ packageId }),
  delete: (videos) => videos.delete({ packageId, meetingVideoId }),
  deleteAll: (videos) => videos.deleteAll({ packageId }),
};

/** Makes each call to the server that is meant for it, and tells how it ended. */
export async function endings(createClient, orders) {
  const ended = orders.map(async ({ call, server, timeoutMs }) => {
    const { videos } = createClient({ apiKey: 'test-key-4f1d9c', server, timeoutMs });
    return calls[call](videos).then(
      () => 'resolves',
      ({ name, mayHaveDeleted }) => `${name}, mayHaveDeleted: ${mayHaveDeleted}`,
    );
  });
  return Promise.all(ended);
}
