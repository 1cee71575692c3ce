// Loopback ports for servers that tests start: below the ones the kernel hands out by itself.
import { once } from "node:events";

const anyPort = () => 10000 + Math.floor(Math.random() * 20000);

// Listens on a port of its own, or again on `port`; returns which.
export async function listen(server, port = null) {
	for (;;) {
		server.listen(port ?? anyPort(), "127.0.0.1");
		try {
			await once(server, "listening");
			return server.address().port;
		} catch (error) {
			if (error.code !== "EADDRINUSE" || port !== null)
				throw error;
		}
	}
}
