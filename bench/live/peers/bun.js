// Bun's own publish and subscribe: what one client says, all get. bun bun.js PORT
const server = Bun.serve({
  port: Number(process.argv[2]),
  hostname: "127.0.0.1",
  fetch(request, server) {
    return server.upgrade(request) ? undefined : new Response("no", { status: 400 });
  },
  websocket: {
    perMessageDeflate: false,
    idleTimeout: 120,
    open(socket) {
      socket.subscribe("all");
    },
    message(_socket, message) {
      server.publish("all", message);
    },
  },
});
