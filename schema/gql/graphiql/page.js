// Starts GraphiQL on the endpoint that the page names.
const root = document.getElementById("graphiql");
const url = new URL(root.dataset.endpoint, location.href).href;
const start = `# What did Iran deliver, to whom, and who says so? Press Ctrl-Enter.
{
  state(id: "state:IRN") {
    name
    relations(direction: OUT, kinds: [SUPPLIED_ARMS_TO], first: 10) {
      edges {
        other { name }
        node { kind status validFrom confidence claims(first: 1) { nodes { evidence { quote url } } } }
      }
    }
  }
}
`;

// GraphiQL's own fetcher speaks to subscriptions over a websocket; ours come as
// server-sent events.
async function* events(request, headers) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify(request),
  });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += value;
    const parts = rest.split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const data = part.split("\n").filter((l) => l.startsWith("data:")).map((l) => l.slice(5)).join("\n").trim();
      if (data) yield JSON.parse(data);
    }
  }
}

const plain = GraphiQL.createFetcher({ url });
const fetcher = (request, options) =>
  /^\s*subscription\b/m.test(request.query) ? events(request, options?.headers ?? {}) : plain(request, options);

ReactDOM.createRoot(root).render(React.createElement(GraphiQL, { fetcher, defaultQuery: start }));
