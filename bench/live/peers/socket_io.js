// socket.io on Node, websockets only: what one client says, all get. node socket_io.js PORT
const { Server } = require("socket.io");
const http = require("node:http").createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false });

io.on("connection", (socket) => {
  socket.on("p", (message) => io.emit("m", message));
});
http.listen(Number(process.argv[2]), "127.0.0.1", 4096);
